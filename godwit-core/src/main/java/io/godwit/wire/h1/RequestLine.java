package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Method;
import io.godwit.http.Version;

/** Reads request lines, one after another (RFC 9112 section 3). */
final class RequestLine implements StartLine {
  private Method method = Method.GET;
  private String target = "/";
  private Version version = Version.HTTP_1_1;

  /** The method of the line read last. */
  Method method() {
    return method;
  }

  /** The target of the line read last, as it stands there. */
  String target() {
    return target;
  }

  /** The version of the line read last. */
  Version version() {
    return version;
  }

  @Override
  public void begun(HeadBuffer head) {
    int octet = head.firstLineOctet(0);
    boolean emptyLine = octet == '\r' || octet == '\n'; // dropped before a request line
    if (!emptyLine && !Grammar.isTokenChar(octet)) {
      throw new Broken(
          H1Violation.BAD_METHOD,
          "request begins with " + Grammar.quoted(String.valueOf((char) octet)));
    }
  }

  /** A method is told from a target: 501 for the one, 414 for the other (section 3). */
  @Override
  public H1Violation tooLong(HeadBuffer head, int limit) {
    for (int i = 0; i < limit; i++) {
      if (!Grammar.isTokenChar(head.firstLineOctet(i))) {
        return H1Violation.REQUEST_LINE_TOO_LONG;
      }
    }
    return H1Violation.METHOD_TOO_LONG;
  }

  @Override
  public void whole(HeadBuffer head) {
    byte[] bytes = head.bytes();
    int start = head.lineStart(0);
    int end = head.lineEnd(0);
    int methodEnd = start;
    while (methodEnd < end && Grammar.isTokenChar(bytes[methodEnd] & 0xFF)) {
      methodEnd++;
    }
    if (methodEnd == end || bytes[methodEnd] != ' ') {
      throw new Broken(
          methodEnd == end ? H1Violation.BAD_REQUEST_LINE : H1Violation.BAD_METHOD, head.shown(0));
    }
    int targetStart = methodEnd + 1;
    int targetEnd = targetStart;
    while (targetEnd < end && bytes[targetEnd] != ' ') {
      targetEnd++;
    }
    if (targetEnd == targetStart || targetEnd == end) {
      throw new Broken(H1Violation.BAD_REQUEST_LINE, head.shown(0));
    }
    version = StartLine.version(head, targetEnd + 1, end);
    method = method(head, start, methodEnd);
    if (!head.is(target, targetStart, targetEnd)) { // else that of the line before serves again
      target = head.text(targetStart, targetEnd);
    }
    if (!targetAllowed(method, target)) {
      throw new Broken(H1Violation.BAD_TARGET, head.shown(0));
    }
  }

  private static Method method(HeadBuffer head, int from, int to) {
    if (to - from == 3
        && head.bytes()[from] == 'G'
        && head.bytes()[from + 1] == 'E'
        && head.bytes()[from + 2] == 'T') {
      return Method.GET; // nearly every request; saves making the name only to look it up
    }
    return Method.of(head.text(from, to));
  }

  /**
   * Whether the target has one of the four forms of RFC 9112 section 3.2 that goes with the method;
   * what it contains beyond that is for the recipient to parse.
   */
  static boolean targetAllowed(Method method, String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '#') {
        return false;
      }
    }
    if (method.equals(Method.CONNECT)) {
      return HostField.authorityForm(target);
    }
    if (target.equals("*")) {
      return method.equals(Method.OPTIONS);
    }
    return target.startsWith("/") || absoluteForm(target);
  }

  /** Whether a scheme and {@code ://} stand at the start (RFC 3986 section 3.1). */
  private static boolean absoluteForm(String target) {
    int colon = target.indexOf("://");
    for (int i = 0; i < colon; i++) {
      char c = target.charAt(i);
      int letter = Grammar.lower(c);
      boolean later = Grammar.isDigit(c) || c == '+' || c == '-' || c == '.';
      if (!(letter >= 'a' && letter <= 'z') && !(later && i > 0)) {
        return false;
      }
    }
    return colon > 0;
  }
}
