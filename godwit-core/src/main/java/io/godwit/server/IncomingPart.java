package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.http.Status;
import io.godwit.wire.multipart.PartHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A part of multipart content as it arrives: its content can be read once, and until the next part
 * is asked for. See {@link IncomingParts}.
 */
public final class IncomingPart {
  private final PartHead head;
  private final InputStream content;

  IncomingPart(PartHead head, InputStream content) {
    this.head = head;
    this.content = content;
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

  PartHead head() {
    return head;
  }

  /**
   * The content as it arrives. Reading waits for the client, and fails with an {@link HttpProblem}
   * when the content is malformed or too much.
   */
  public InputStream content() {
    return content;
  }

  /**
   * What is left of the content in memory.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it does not arrive
   */
  public byte[] bytes(int limit) throws IOException {
    byte[] bytes = content.readNBytes(limit);
    if (bytes.length == limit && content.read() >= 0) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  /**
   * What is left of the content as text, in the charset of its type, else UTF-8.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it does not arrive
   */
  public String text(int limit) throws IOException {
    return new String(bytes(limit), charset(head));
  }

  static HttpProblem tooLarge(int limit) {
    return HttpProblem.of(
        Status.CONTENT_TOO_LARGE, "the content of a part is larger than " + limit + " bytes");
  }

  static Charset charset(PartHead head) {
    return head.type().flatMap(MediaType::charset).orElse(StandardCharsets.UTF_8);
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "part " + head.name();
  }
}
