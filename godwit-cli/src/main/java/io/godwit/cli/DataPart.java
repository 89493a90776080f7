package io.godwit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One piece of request content, as {@code -d} and its kin give it. Several are joined by an
 * ampersand.
 */
sealed interface DataPart {
  /** The text itself. */
  record Text(String text) implements DataPart {}

  /**
   * What a file holds, or standard input when it is called {@code -}.
   *
   * @param stripped whether line breaks and NULs are left out, as {@code -d} does
   */
  record FromFile(String name, boolean stripped) implements DataPart {
    boolean standardInput() {
      return name.equals("-");
    }
  }

  /** What {@code -d} means: a text, or a file after an at sign. */
  static DataPart ascii(String value) {
    return value.startsWith("@") ? new FromFile(value.substring(1), true) : new Text(value);
  }

  /** What {@code --data-binary} means: as {@code -d}, but a file is taken as it is. */
  static DataPart binary(String value) {
    return value.startsWith("@") ? new FromFile(value.substring(1), false) : new Text(value);
  }

  /** All of it. */
  default byte[] bytes(InputStream in) throws CommandFailure {
    return switch (this) {
      case Text text -> text.text().getBytes(StandardCharsets.UTF_8);
      case FromFile file -> read(file, in);
    };
  }

  private static byte[] read(FromFile file, InputStream in) throws CommandFailure {
    try {
      byte[] content =
          file.standardInput() ? in.readAllBytes() : Files.readAllBytes(Path.of(file.name()));
      return file.stripped() ? stripped(content) : content;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.READ, "cannot read " + file.name() + ": " + Reasons.of(e), e);
    }
  }

  private static byte[] stripped(byte[] content) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(content.length);
    for (byte octet : content) {
      if (octet != '\r' && octet != '\n' && octet != 0) {
        kept.write(octet);
      }
    }
    return kept.toByteArray();
  }
}
