package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A name and a password as the user information of a URI gives them, {@code name:password} (RFC
 * 3986 section 3.2.1). Immutable; no text of it shows either.
 *
 * @param name decoded
 * @param password decoded; empty when there is none
 */
public record UserInfo(String name, String password) {
  /**
   * Checks that both can be sent.
   *
   * @throws InvalidMessage when one has a control character or half a surrogate pair
   */
  public UserInfo {
    NameAndPassword checked = new NameAndPassword(name, password);
    name = checked.name();
    password = checked.password();
  }

  /**
   * Name and password; without a colon the password is empty.
   *
   * @param encoded as of {@link io.godwit.http.Uri#userInfo()}
   * @throws InvalidMessage when they are not UTF-8, or cannot be sent
   */
  public static UserInfo of(String encoded) {
    int colon = encoded.indexOf(':');
    String name = colon < 0 ? encoded : encoded.substring(0, colon);
    String password = colon < 0 ? "" : encoded.substring(colon + 1);
    return new UserInfo(decoded(name), decoded(password));
  }

  /**
   * The credentials that show them.
   *
   * @throws InvalidMessage when the name has a colon
   */
  public Login login() {
    return Login.of(name, password);
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

  /** Shows neither: names are as often tokens. */
  @Override
  public String toString() {
    return "***";
  }
}
