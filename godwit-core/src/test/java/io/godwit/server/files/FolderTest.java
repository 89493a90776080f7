package io.godwit.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What there is nothing of, told from what a disk has failed over: one exception stands for both.
 */
class FolderTest {
  @TempDir Path root;

  @BeforeEach
  void make() throws IOException {
    root = root.toRealPath();
    Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("folder/file"), "x");
    Files.createSymbolicLink(root.resolve("circle"), Path.of("other"));
    Files.createSymbolicLink(root.resolve("other"), Path.of("circle"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("folder"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"folder/file/below", "folder/file/far/below", "circle", "circle/below", "LONG"})
  void there_can_be_nothing(String name) {
    Path asked = root.resolve(name.equals("LONG") ? "é".repeat(128) : name);
    assertThatThrownBy(asked::toRealPath)
        .isInstanceOf(FileSystemException.class)
        .isNotInstanceOf(NoSuchFileException.class);
    assertThat(Folder.namesNothing(root, asked)).isTrue();
  }

  @Test
  void nor_of_a_path_that_is_too_long_as_a_whole() {
    assertThat(Folder.namesNothing(root, root.resolve("folder/".repeat(600)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "folder", "folder/file", "link", "link/file", "gone", "gone/file"})
  void whatever_failed_there_was_something_else(String name) {
    assertThat(Folder.namesNothing(root, root.resolve(name))).isFalse();
  }
}
