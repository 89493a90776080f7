package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.wire.multipart.PartHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link MultipartForm}, with all of its content: in memory when it is little, else in
 * a file that is removed when the request was answered.
 */
public final class FormPart {
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

  /** The name of the form's field; empty for a part of other content that has none. */
  public String name() {
    return head.name();
  }

  /**
   * What the client calls the file, as it says it: perhaps a path that leads elsewhere. Not for
   * making files; see {@link #safeFilename()}.
   */
  public Optional<String> filename() {
    return head.filename();
  }

  /** The last part of the file name, made harmless; see {@link PartHead#safeFilename()}. */
  public Optional<String> safeFilename() {
    return head.safeFilename();
  }

  /** What the client says the content is. */
  public Optional<MediaType> type() {
    return head.type();
  }

  /** The fields of the part. */
  public Headers headers() {
    return head.headers();
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

  /**
   * The content in memory.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it cannot be read
   */
  public byte[] bytes(int limit) throws IOException {
    if (size > limit) {
      throw IncomingPart.tooLarge(limit);
    }
    return file == null ? bytes : Files.readAllBytes(file);
  }

  /**
   * The content as text, in the charset of its type, else UTF-8.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it cannot be read
   */
  public String text(int limit) throws IOException {
    return new String(bytes(limit), IncomingPart.charset(head));
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
