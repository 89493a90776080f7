package io.godwit.policy.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Stands for values that must be told apart and need not, or must not, be kept: SHA-256 over parts
 * that cannot be taken for each other.
 */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static Fingerprint begin() {
    return new Fingerprint();
  }

  /** One more part, with its length before it. */
  Fingerprint add(byte[] part) {
    long length = part.length;
    for (int shift = 56; shift >= 0; shift -= 8) {
      digest.update((byte) (length >>> shift));
    }
    digest.update(part);
    return this;
  }

  Fingerprint add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** The first 128 bits as hexadecimal digits: nobody meets them twice by chance. */
  String text() {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
