package io.godwit.policy.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The hash functions of RFC 7616 section 3.2, the weakest first. */
enum DigestAlgorithm {
  MD5("MD5"),
  SHA_256("SHA-256"),
  SHA_512_256("SHA-512/256");

  private final String javaName;

  DigestAlgorithm(String javaName) {
    this.javaName = javaName;
  }

  /** The function of that name as challenges write it, without "-sess". */
  static Optional<DigestAlgorithm> named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "MD5" -> Optional.of(MD5);
      case "SHA-256" -> Optional.of(SHA_256);
      case "SHA-512-256" -> Optional.of(SHA_512_256);
      default -> Optional.empty();
    };
  }

  /** The hash in lower-case hexadecimal of octets that are held as characters U+0000 to U+00FF. */
  String hash(String octets) {
    return hash(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(javaName).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + javaName, e);
    }
  }
}
