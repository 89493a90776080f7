package io.godwit.bench.bare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The least parsing that keeps a connection usable: the status code, the end of the head, and the
 * body's length. Good for answers with a Content-Length whose head fits the buffer, and for nothing
 * else.
 */
final class ResponseScan {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private int scanned;
  private int status;
  private int bodyStart;
  private long bodyLength;

  void restart() {
    scanned = 0;
    status = 0;
    bodyStart = 0;
    bodyLength = -1;
  }

  /** True once the head is complete in the first {@code end} bytes; call again when more came. */
  boolean headComplete(ByteBuffer bytes, int end) {
    for (int i = Math.max(scanned, 3); i < end; i++) {
      if (bytes.get(i) == '\n' && bytes.get(i - 2) == '\n') {
        bodyStart = i + 1;
        status = number(bytes, STATUS_AT, bodyStart);
        bodyLength = length(bytes);
        return true;
      }
    }
    scanned = end;
    return false;
  }

  int status() {
    return status;
  }

  int bodyStart() {
    return bodyStart;
  }

  long bodyLength() {
    return bodyLength;
  }

  private long length(ByteBuffer bytes) {
    for (int i = STATUS_AT; i < bodyStart; i++) {
      if (bytes.get(i) == '\n' && named(bytes, i + 1)) {
        return number(bytes, i + 1 + LENGTH.length, bodyStart);
      }
    }
    throw new IllegalStateException("the answer has no Content-Length");
  }

  private boolean named(ByteBuffer bytes, int at) {
    if (at + LENGTH.length > bodyStart) {
      return false;
    }
    for (int i = 0; i < LENGTH.length; i++) {
      if ((bytes.get(at + i) | 0x20) != LENGTH[i] && bytes.get(at + i) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(ByteBuffer bytes, int from, int end) {
    int at = from;
    while (at < end && bytes.get(at) == ' ') {
      at++;
    }
    int value = 0;
    for (; at < end && bytes.get(at) >= '0' && bytes.get(at) <= '9'; at++) {
      value = Math.addExact(Math.multiplyExact(value, 10), bytes.get(at) - '0');
    }
    return value;
  }
}
