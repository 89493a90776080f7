package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.wire.multipart.PartHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link MultipartForm}, with all of its content: in memory when it is little, else in
 * a file that is removed when the request was answered.
 */
public final class FormPart implements ReceivedPart {
  private final PartHead head;
  private final byte[] bytes;
  private final @Nullable Path file;
  private final long size;

  FormPart(PartHead head, byte[] bytes) {
    this.head = head;
    this.bytes = bytes;
    this.file = null;
    this.size = bytes.length;
  }

  FormPart(PartHead head, Path file, long size) {
    this.head = head;
    this.bytes = new byte[0];
    this.file = file;
    this.size = size;
  }

  @Override
  public PartHead head() {
    return head;
  }

  /** The size of the content in bytes. */
  public long size() {
    return size;
  }

  /** Whether the content is in memory. */
  public boolean inMemory() {
    return file == null;
  }

  /**
   * The content from its start; who opened it closes it.
   *
   * @throws IOException when the file is gone
   */
  public InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
  }

  /**
   * The content as a body, under its type, such as for a response.
   *
   * @return valid as long as the part
   */
  public Body body() {
    Body body = file == null ? Body.bytes(bytes) : Body.file(file);
    return type().map(body::withType).orElse(body);
  }

  @Override
  public byte[] bytes(int limit) throws IOException {
    if (size > limit) {
      throw IncomingPart.tooLarge(limit);
    }
    return file == null ? bytes : Files.readAllBytes(file);
  }

  /**
   * Puts the content into a file that stays: what has a file already is moved there, or copied to
   * another file system. It may be asked for once.
   *
   * @param options such as {@code REPLACE_EXISTING}
   * @throws IOException when that is not possible, or there is such a file already
   */
  public void moveTo(Path target, CopyOption... options) throws IOException {
    if (file == null) {
      try (InputStream in = open()) {
        Files.copy(in, target, options);
      }
    } else {
      Files.move(file, target, options);
    }
  }

  /** Removes the file, if it is still there. */
  void discard() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  /** The name and the size, without the content. */
  @Override
  public String toString() {
    return "part " + head.name() + ", " + size + " bytes";
  }
}
