package io.godwit.server;

import io.godwit.http.Status;
import io.godwit.wire.multipart.PartHead;
import java.io.IOException;
import java.io.InputStream;

/**
 * A part of multipart content as it arrives: its content can be read once, and until the next part
 * is asked for. See {@link IncomingParts}.
 */
public final class IncomingPart implements ReceivedPart {
  private final PartHead head;
  private final InputStream content;

  IncomingPart(PartHead head, InputStream content) {
    this.head = head;
    this.content = content;
  }

  @Override
  public PartHead head() {
    return head;
  }

  /**
   * The content as it arrives. Reading waits for the client, and fails with an {@link HttpProblem}
   * when the content is malformed or too much.
   */
  public InputStream content() {
    return content;
  }

  @Override
  public byte[] bytes(int limit) throws IOException {
    byte[] bytes = content.readNBytes(limit);
    if (bytes.length == limit && content.read() >= 0) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  static HttpProblem tooLarge(int limit) {
    return HttpProblem.of(
        Status.CONTENT_TOO_LARGE, "the content of a part is larger than " + limit + " bytes");
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "part " + head.name();
  }
}
