package io.godwit.policy.redirect;

import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Where a Location field leads (RFC 9110 section 10.2.2). */
sealed interface Location {
  /** There: absolute, http or https, without user information and fragment. */
  record Target(Uri uri) implements Location {}

  /** Nowhere one may go, for that reason. */
  record Unusable(String reason) implements Location {}

  /**
   * Resolves the value of the field, which often is relative and sometimes odd: with blanks, with
   * octets outside of ASCII, without a scheme.
   */
  static Location resolve(Uri base, String value) {
    Uri uri;
    try {
      uri = base.resolve(readable(value));
    } catch (InvalidUri e) {
      return new Unusable("a redirect to no valid URI: " + e.getMessage());
    }
    if (!uri.scheme().equals("http") && !uri.scheme().equals("https")) {
      return new Unusable("a redirect to the scheme " + uri.scheme());
    }
    if (uri.host().isEmpty()) {
      return new Unusable("a redirect to no host: " + uri);
    }
    return new Target(uri.withoutUserInfo().withoutFragment());
  }

  /**
   * Field values are ISO-8859-1, octet by octet. What servers write there outside of ASCII is UTF-8
   * as a rule; otherwise the octets are taken as they are.
   */
  private static String readable(String value) {
    byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      return escaped(octets);
    }
  }

  private static String escaped(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      if (octet >= 0) {
        text.append((char) octet);
      } else {
        text.append('%').append("%02X".formatted(octet & 0xFF));
      }
    }
    return text.toString();
  }
}
