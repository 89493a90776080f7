package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * Reads a URI reference in one pass from left to right (RFC 3986 section 4.1), with the tolerance
 * for what people paste that {@link Uri#of} describes. Confined to one call.
 */
final class UriParser {
  private final String text;
  private final int start;
  private final int end;
  private int at;

  private UriParser(String text) {
    this.text = text;
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    this.start = from;
    this.at = from;
    this.end = to;
  }

  static UriParts parse(String text) {
    return new UriParser(text).parts();
  }

  private UriParts parts() {
    refuseBackslash();
    String scheme = scheme();
    UriAuthority authority = authority(scheme);
    String path = path();
    String query = query();
    String fragment = fragment();
    // In a relative reference dot segments have a meaning until it is resolved.
    String canonicalPath = scheme.isEmpty() ? path : UriPath.canonical(scheme, path);
    return new UriParts(scheme, authority, canonicalPath, query, fragment);
  }

  /** Browsers take a backslash for a slash, so "/\host" is another machine to them. */
  private void refuseBackslash() {
    for (int i = start; i < end && i < start + 2; i++) {
      if (text.charAt(i) == '\\') {
        throw new InvalidUri(text, i, "a backslash where a host could begin");
      }
      if (text.charAt(i) != '/') {
        return;
      }
    }
  }

  private String scheme() {
    int i = start;
    while (i < end && UriCharacters.may(text.charAt(i), UriCharacters.SCHEME)) {
      i++;
    }
    if (i == end || text.charAt(i) != ':') {
      refuseColonInFirstSegment(i);
      return "";
    }
    if (i == start || !UriCharacters.isLetter(text.charAt(start))) {
      throw new InvalidUri(text, start, "a scheme must begin with a letter");
    }
    // Behind the end there is only white space, so the slashes are within.
    if (!text.startsWith("//", i + 1)) {
      throw new InvalidUri(
          text, i + 1, "no \"//\" and host after the scheme; other kinds of URI are not supported");
    }
    at = i + 1;
    return UriScheme.canonical(text, start, i);
  }

  /** It would be taken for the end of a scheme (RFC 3986 section 4.2). */
  private void refuseColonInFirstSegment(int from) {
    for (int i = from; i < end && "/?#".indexOf(text.charAt(i)) < 0; i++) {
      if (text.charAt(i) == ':') {
        throw new InvalidUri(
            text, i, "a colon after what is not a scheme; in a relative path, begin with \"./\"");
      }
    }
  }

  private @Nullable UriAuthority authority(String scheme) {
    if (!text.startsWith("//", at)) {
      return null;
    }
    int from = at + 2;
    int to = from;
    while (to < end && "/?#".indexOf(text.charAt(to)) < 0) {
      if (text.charAt(to) == '\\') {
        throw new InvalidUri(text, to, "a backslash in the authority");
      }
      to++;
    }
    if (from == to && (scheme.isEmpty() || UriScheme.isHttp(scheme))) {
      throw new InvalidUri(text, from, "the host is missing");
    }
    at = to;
    return UriAuthority.parse(text, from, to).under(scheme);
  }

  private String path() {
    int from = at;
    at = PercentEncoding.canonicalUntil(text, from, end, UriCharacters.PATH);
    while (at < end && text.charAt(at) != '?' && text.charAt(at) != '#') {
      at++;
    }
    return PercentEncoding.canonical(text, from, at, UriCharacters.PATH);
  }

  private @Nullable String query() {
    if (at == end || text.charAt(at) != '?') {
      return null;
    }
    int from = at + 1;
    int hash = text.indexOf('#', from, end);
    at = hash < 0 ? end : hash;
    return PercentEncoding.canonical(text, from, at, UriCharacters.QUERY);
  }

  private @Nullable String fragment() {
    return at == end ? null : PercentEncoding.canonical(text, at + 1, end, UriCharacters.QUERY);
  }

  /** White space around a pasted text: that of ASCII, the spaces of Unicode, a byte order mark. */
  private static boolean isSpace(char c) {
    return c < 0x80
        ? c == ' ' || (c >= '\t' && c <= '\r' && c != 0x0B)
        : Character.isSpaceChar(c) || c == 0xFEFF;
  }
}
