package io.godwit.policy.content;

import io.godwit.http.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What content must come to, as Content-Digest or Repr-Digest says (RFC 9530). Only sha-256 and
 * sha-512 count: the older algorithms prove nothing (section 5).
 *
 * @param field the field that says so
 * @param algorithm its name for the JDK, such as {@code SHA-256}
 * @param value the digest; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record ContentDigest(String field, String algorithm, byte[] value) {
  private static final int MOST_MEMBERS = 16;

  /**
   * The digests of that field; none when it is malformed, for then all of it is to be ignored (RFC
   * 9651 section 4.2).
   */
  public static List<ContentDigest> of(String field, Headers headers) {
    String text = headers.combined(field).orElse("");
    List<ContentDigest> digests = new ArrayList<>();
    String[] members = text.split(",", MOST_MEMBERS + 1);
    if (members.length > MOST_MEMBERS) {
      return List.of();
    }
    for (String member : members) {
      int equals = member.indexOf('=');
      byte[] value = equals < 0 ? null : bytes(member.substring(equals + 1).strip());
      if (value == null) {
        return List.of();
      }
      switch (member.substring(0, equals).strip()) {
        case "sha-256" -> add(digests, new ContentDigest(field, "SHA-256", value), 32);
        case "sha-512" -> add(digests, new ContentDigest(field, "SHA-512", value), 64);
        default -> {} // one that proves nothing, or that is not known
      }
    }
    return digests;
  }

  /** What computes a digest by that algorithm, one of those that are known here. */
  public static MessageDigest begin(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + algorithm, e);
    }
  }

  /** A key that comes again takes the place of the one before (RFC 9651 section 4.2.2). */
  private static void add(List<ContentDigest> digests, ContentDigest digest, int length) {
    if (digest.value.length == length) {
      digests.removeIf(earlier -> earlier.algorithm.equals(digest.algorithm));
      digests.add(digest);
    }
  }

  /** A byte sequence between colons, whose parameters mean nothing here; null for anything else. */
  private static byte @Nullable [] bytes(String item) {
    int end = item.indexOf(':', 1);
    if (end < 0 || item.charAt(0) != ':') {
      return null;
    }
    String after = item.substring(end + 1);
    if (!after.isEmpty() && after.charAt(0) != ';') {
      return null;
    }
    try {
      return Base64.getDecoder().decode(item.substring(1, end));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContentDigest that
        && field.equals(that.field)
        && algorithm.equals(that.algorithm)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return field.hashCode() * 31 + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return field + " " + algorithm;
  }
}
