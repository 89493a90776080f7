package io.godwit.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Keeps what is written, up to a limit. */
final class CollectingWriter extends BodyWriter {
  /** The largest array that any JVM makes. */
  static final int MOST = Integer.MAX_VALUE - 8;

  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final int limit;

  CollectingWriter(int limit) {
    this.limit = limit;
  }

  @Override
  protected void piece(ByteBuffer bytes) throws HttpFailure {
    if (bytes.remaining() > limit - content.size()) {
      throw new HttpFailure.LimitExceeded("body", limit, Sent.YES);
    }
    content.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  byte[] content() {
    return content.toByteArray();
  }
}
