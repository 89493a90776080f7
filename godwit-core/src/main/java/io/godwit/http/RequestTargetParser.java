package io.godwit.http;

import java.util.Optional;

/** Reads the four forms of {@link RequestTarget}, strictly. */
final class RequestTargetParser {
  private RequestTargetParser() {}

  static RequestTarget parse(String method, String raw) {
    if (raw.isEmpty()) {
      throw new InvalidUri(raw, 0, "an empty request target");
    }
    if (method.equals("CONNECT")) {
      return authorityForm(raw);
    }
    if (raw.charAt(0) == '/') {
      return originForm(raw);
    }
    if (!raw.equals("*")) {
      return absoluteForm(raw);
    }
    if (!method.equals("OPTIONS")) {
      throw new InvalidUri(raw, 0, "the target \"*\" of a method other than OPTIONS");
    }
    return new RequestTarget.Asterisk();
  }

  private static RequestTarget originForm(String raw) {
    int question = checkPathAndQuery(raw, 0);
    return question == raw.length()
        ? new RequestTarget.OriginForm(raw, Optional.empty())
        : new RequestTarget.OriginForm(
            raw.substring(0, question), Optional.of(raw.substring(question + 1)));
  }

  private static RequestTarget absoluteForm(String raw) {
    int colon = raw.indexOf("://");
    if (colon < 0) {
      throw new InvalidUri(raw, 0, "neither a path nor a URI nor \"*\"");
    }
    int end = colon + 3;
    while (end < raw.length() && raw.charAt(end) != '/' && raw.charAt(end) != '?') {
      end++;
    }
    checkAuthority(raw, end);
    checkPathAndQuery(raw, end);
    Uri uri = Uri.of(raw);
    if (uri.host().isEmpty()) {
      throw new InvalidUri(raw, end, "the host is missing");
    }
    return new RequestTarget.AbsoluteForm(uri);
  }

  private static RequestTarget authorityForm(String raw) {
    checkAuthority(raw, raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if ("/?\\".indexOf(raw.charAt(i)) >= 0) {
        throw new InvalidUri(raw, i, "CONNECT names a host and a port, nothing else");
      }
    }
    UriAuthority authority = UriAuthority.parse(raw, 0, raw.length());
    if (authority.port() < 0) {
      throw new InvalidUri(raw, raw.length(), "CONNECT without a port");
    }
    return new RequestTarget.AuthorityForm(authority.host().name(), authority.port());
  }

  /** Checks what stands before the path: user information is an error here (RFC 9110 4.2.4). */
  private static void checkAuthority(String raw, int to) {
    for (int i = 0; i < to; i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '@' || c == '#') {
        throw new InvalidUri(
            raw, i, "a character not allowed in this request target (" + UriExcerpt.name(c) + ")");
      }
    }
  }

  /** Checks the rest of the target and returns where its question mark is, or its length. */
  private static int checkPathAndQuery(String raw, int from) {
    int end = raw.length();
    int question = PercentEncoding.validUntil(raw, from, end, UriCharacters.PATH);
    int at = question;
    if (question < end && raw.charAt(question) == '?') {
      at = PercentEncoding.validUntil(raw, question + 1, end, UriCharacters.QUERY);
    }
    if (at < end) {
      throw new InvalidUri(
          raw,
          at,
          "a character not allowed in a request target (" + UriExcerpt.name(raw.charAt(at)) + ")");
    }
    return question;
  }
}
