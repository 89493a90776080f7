package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The user information of a URI, {@code name:password}, read as a login (RFC 3986 section 3.2.1).
 */
final class UserInfo {
  private UserInfo() {}

  /**
   * Name and password; without a colon the password is empty.
   *
   * @param encoded as of {@link io.godwit.http.Uri#userInfo()}
   * @throws InvalidMessage when they are not UTF-8, or cannot be sent
   */
  static Login login(String encoded) {
    int colon = encoded.indexOf(':');
    String name = colon < 0 ? encoded : encoded.substring(0, colon);
    String password = colon < 0 ? "" : encoded.substring(colon + 1);
    return Login.of(decoded(name), decoded(password));
  }

  private static String decoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        octets.write(text.charAt(i));
      }
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(octets.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidMessage("the user information of the URI is not UTF-8");
    }
  }
}
