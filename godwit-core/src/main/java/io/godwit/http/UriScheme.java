package io.godwit.http;

import java.util.Locale;

/** The schemes that HTTP knows (RFC 9110 section 4.2, RFC 6455 section 3), and their ports. */
final class UriScheme {
  private static final String[] KNOWN = {"https", "http", "wss", "ws"};

  private UriScheme() {}

  /** The scheme in lower case; one of the known ones costs no allocation. */
  static String canonical(String text, int from, int to) {
    for (String known : KNOWN) {
      if (known.length() == to - from && text.regionMatches(true, from, known, 0, to - from)) {
        return known;
      }
    }
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }

  /** The port that a URI of the scheme means when it names none; -1 for a scheme of others. */
  static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  /** Whether a URI of the scheme must have a host, and has at least "/" as its path. */
  static boolean isHttp(String scheme) {
    return defaultPort(scheme) >= 0;
  }
}
