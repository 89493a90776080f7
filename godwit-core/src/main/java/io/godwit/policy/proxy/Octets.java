package io.godwit.policy.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts as SOCKS sends them, which says nothing of a charset: in UTF-8. */
final class Octets {
  private Octets() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ByteBuffer message(java.io.ByteArrayOutputStream written) {
    return ByteBuffer.wrap(written.toByteArray()).asReadOnlyBuffer();
  }
}
