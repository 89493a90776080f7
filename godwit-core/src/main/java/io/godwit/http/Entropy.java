package io.godwit.http;

/**
 * Where unpredictable bytes come from: client nonces, jitter, code verifiers. Handed to the pure
 * layers from outside, so that what they do can be repeated: a secure source in production, a
 * seeded one in tests.
 *
 * <pre>{@code
 * Entropy secure = new java.security.SecureRandom()::nextBytes;
 * byte[] nonce = new byte[16];
 * secure.fill(nonce);
 * }</pre>
 */
@FunctionalInterface
public interface Entropy {
  /** Fills the whole array. */
  void fill(byte[] bytes);

  /** A number from 0 (inclusive) to 1 (exclusive), of 53 unpredictable bits. */
  default double fraction() {
    byte[] bytes = new byte[8];
    fill(bytes);
    long bits = 0;
    for (byte octet : bytes) {
      bits = (bits << 8) | (octet & 0xFF);
    }
    return (bits >>> 11) * 0x1.0p-53;
  }
}
