package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * The authority of a URI (RFC 3986 section 3.2).
 *
 * @param userInfo the user information, encoded; null if there is none
 * @param host the host, which may be missing where the scheme allows that
 * @param port the port as written; -1 if there is none
 * @param hostAndPort host and port as a text, without the user information
 */
record UriAuthority(@Nullable String userInfo, UriHost host, int port, String hostAndPort) {
  private static final int MAX_PORT = 65535;

  static UriAuthority of(@Nullable String userInfo, UriHost host, int port) {
    String name = host.bracketed();
    return new UriAuthority(userInfo, host, port, port < 0 ? name : name + ":" + port);
  }

  /**
   * Reads the authority in the range.
   *
   * <p>Programs that split an odd authority in different places send secrets, or requests, to the
   * wrong host; so a backslash, which some take for a slash, a second '@' and a bracket before the
   * host are refused, not encoded.
   *
   * @throws InvalidUri if it is not one
   */
  static UriAuthority parse(String text, int from, int to) {
    int at = text.indexOf('@', from, to);
    int host = at < 0 ? from : at + 1;
    if (at >= 0 && text.indexOf('@', host, to) >= 0) {
      throw new InvalidUri(
          text, text.indexOf('@', host, to), "a second '@': within user information it is %40");
    }
    String userInfo = at <= from ? null : userInfo(text, from, at);
    int end = endOfHost(text, host, to);
    int port = end < to ? port(text, end + 1, to) : -1;
    if (host < end) {
      return of(userInfo, UriHost.parse(text, host, end), port);
    }
    if (from < to) {
      throw new InvalidUri(text, host, "the host is missing");
    }
    return of(null, UriHost.NONE, -1);
  }

  /** The same without a port that the scheme means anyway. */
  UriAuthority under(String scheme) {
    return port >= 0 && port == UriScheme.defaultPort(scheme) ? of(userInfo, host, -1) : this;
  }

  UriAuthority withoutUserInfo() {
    return new UriAuthority(null, host, port, hostAndPort);
  }

  private static String userInfo(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '[' || text.charAt(i) == ']') {
        throw new InvalidUri(text, i, "a bracket in user information: it is %5B or %5D there");
      }
    }
    return PercentEncoding.canonical(text, from, to, UriCharacters.USER_INFO);
  }

  /** Where the host ends: at the colon of the port, or at the end of the range. */
  private static int endOfHost(String text, int from, int to) {
    int bracket = from < to && text.charAt(from) == '[' ? text.indexOf(']', from, to) : -1;
    if (bracket >= 0) {
      if (bracket + 1 < to && text.charAt(bracket + 1) != ':') {
        throw new InvalidUri(text, bracket + 1, "only a port may follow an IPv6 address");
      }
      return bracket + 1;
    }
    int colon = text.indexOf(':', from, to);
    if (colon >= 0 && text.indexOf(':', colon + 1, to) >= 0) {
      throw new InvalidUri(text, colon, "more than one colon: an IPv6 address needs brackets");
    }
    return colon < 0 ? to : colon;
  }

  /** The port in the range; -1 if that is empty, which RFC 3986 section 3.2.3 allows. */
  private static int port(String text, int from, int to) {
    int port = from == to ? -1 : 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!UriCharacters.isDigit(c)) {
        throw new InvalidUri(text, i, "a port that is not a number");
      }
      port = port * 10 + c - '0';
      if (port > MAX_PORT) {
        throw new InvalidUri(text, from, "a port above 65535");
      }
    }
    return port;
  }
}
