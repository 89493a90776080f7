package io.godwit.http;

import java.util.Optional;

/**
 * What a request line names (RFC 9112 section 3.2), in one of four forms.
 *
 * <pre>{@code
 * switch (RequestTarget.parse("GET", "/a?b=c")) {
 *   case OriginForm form -> show(form.path());
 *   case AbsoluteForm form -> show(form.uri().text());
 *   case AuthorityForm form -> show(form.host() + ":" + form.port());
 *   case Asterisk _ -> show("the server as a whole");
 * }
 * }</pre>
 *
 * <p>Immutable; safe to share between threads.
 */
public sealed interface RequestTarget {

  /**
   * Path and query of a resource on the server that was asked (section 3.2.1).
   *
   * @param path as received: encoded, dot segments and all; begins with a slash
   * @param query as received, without its question mark
   */
  record OriginForm(String path, Optional<String> query) implements RequestTarget {}

  /**
   * A whole URI, as a proxy is asked (section 3.2.2).
   *
   * @param uri absolute, without user information and fragment
   */
  record AbsoluteForm(Uri uri) implements RequestTarget {}

  /**
   * The other end of a tunnel, of CONNECT only (section 3.2.3).
   *
   * @param host as of {@link Uri#host()}
   * @param port 0 to 65535
   */
  record AuthorityForm(String host, int port) implements RequestTarget {}

  /** The server as a whole, of OPTIONS only (section 3.2.4). */
  record Asterisk() implements RequestTarget {}

  /**
   * Reads a request target by the letter of the grammar: nothing is trimmed, encoded or repaired.
   *
   * @param method the method of the request, case-sensitive
   * @param raw the target as received
   * @throws InvalidUri if it is not a target that the method allows
   */
  static RequestTarget parse(String method, String raw) {
    return RequestTargetParser.parse(method, raw);
  }
}
