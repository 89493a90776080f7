package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Request;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Name and password as they are, with every request (RFC 7617): whoever reads the connection has
 * them, so use it with https. {@link Login} shows a password only where the server knows nothing
 * better. For origins and proxies. Immutable.
 *
 * <pre>{@code
 * Credentials ada = Basic.of("ada", "s3cret");
 * Credentials old = Basic.of("müller", "geheim").withCharset(StandardCharsets.ISO_8859_1);
 * }</pre>
 */
public final class Basic implements Credentials {
  private final NameAndPassword login;
  private final String value;

  private Basic(NameAndPassword login, Charset charset) {
    this.login = login;
    this.value = "Basic " + Base64.getEncoder().encodeToString(encoded(login, charset));
  }

  /**
   * These two, in UTF-8 and the normal form C.
   *
   * @param password may be empty
   * @throws InvalidMessage when the name has a colon, or one of them a control character
   */
  public static Basic of(String name, String password) {
    return of(new NameAndPassword(name, password));
  }

  static Basic of(NameAndPassword login) {
    return new Basic(login.withoutColon(), StandardCharsets.UTF_8);
  }

  /**
   * The same in another charset, for servers older than RFC 7617.
   *
   * @throws InvalidMessage when the charset lacks a character of the name or the password
   */
  public Basic withCharset(Charset charset) {
    return new Basic(login, charset);
  }

  /** Shows them with the first request already, and gives up when they are refused. */
  @Override
  public AuthFlow flow(AuthContext context) {
    return new FixedFlow(context.role(), value, _ -> "name and password are refused");
  }

  Request attached(Request request, AuthRole role) {
    return request.withHeader(role.credentialsField(), value);
  }

  /** The scheme alone. */
  @Override
  public String toString() {
    return "Basic ***";
  }

  private static byte[] encoded(NameAndPassword login, Charset charset) {
    try {
      CharBuffer text = CharBuffer.wrap(login.name() + ":" + login.password());
      ByteBuffer octets = charset.newEncoder().encode(text);
      byte[] bytes = new byte[octets.remaining()];
      octets.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InvalidMessage("name or password has a character that " + charset + " lacks");
    }
  }
}
