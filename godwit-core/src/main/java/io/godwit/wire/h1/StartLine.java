package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;

/** Reads the first line of a message (RFC 9112 sections 3 and 4). */
final class StartLine {
  private static final String VERSION_PREFIX = "HTTP/";

  private StartLine() {}

  record RequestLine(Method method, String target, Version version) {}

  record StatusLine(Version version, Status status, String reason) {}

  /** Refuses what cannot become a request line, as soon as its first byte is there. */
  static void checkRequestStart(HeadBuffer head) {
    if (head.firstLineLength() > 0 && !Grammar.isTokenChar(head.firstLineOctet(0))) {
      throw new Broken(
          H1Violation.BAD_METHOD,
          "request begins with " + Grammar.quoted(String.valueOf((char) head.firstLineOctet(0))));
    }
  }

  /** Refuses what cannot become a status line, as soon as its first bytes are there. */
  static void checkStatusStart(HeadBuffer head) {
    int known = Math.min(head.firstLineLength(), VERSION_PREFIX.length());
    for (int i = 0; i < known; i++) {
      if (head.firstLineOctet(i) != VERSION_PREFIX.charAt(i)) {
        throw new Broken(H1Violation.BAD_STATUS_LINE, "response does not begin with HTTP/");
      }
    }
    if (head.leadingEmptyLines() > 0) {
      throw new Broken(H1Violation.BAD_STATUS_LINE, "response begins with an empty line");
    }
  }

  static RequestLine request(HeadBuffer head) {
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
    Version version = version(head, targetEnd + 1, end);
    Method method = method(head, start, methodEnd);
    return new RequestLine(method, target(head, method, targetStart, targetEnd), version);
  }

  static StatusLine status(HeadBuffer head) {
    byte[] bytes = head.bytes();
    int start = head.lineStart(0);
    int end = head.lineEnd(0);
    int versionEnd = start + 8;
    if (versionEnd >= end || bytes[versionEnd] != ' ') {
      throw new Broken(H1Violation.BAD_STATUS_LINE, head.shown(0));
    }
    Version version = version(head, start, versionEnd);
    int codeEnd = versionEnd + 4;
    if (codeEnd > end || (codeEnd < end && bytes[codeEnd] != ' ')) {
      throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
    }
    int code = 0;
    for (int i = versionEnd + 1; i < codeEnd; i++) {
      if (!Grammar.isDigit(bytes[i])) {
        throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
      }
      code = code * 10 + bytes[i] - '0';
    }
    if (code < 100) {
      throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
    }
    Status status = Status.of(code);
    return new StatusLine(version, status, reason(head, status, Math.min(codeEnd + 1, end), end));
  }

  private static String reason(HeadBuffer head, Status status, int from, int to) {
    byte[] bytes = head.bytes();
    String registered = status.reason();
    boolean same = registered.length() == to - from;
    for (int i = from; i < to; i++) {
      if (!Grammar.isFieldChar(bytes[i] & 0xFF)) {
        throw new Broken(
            bytes[i] == '\r' ? H1Violation.BARE_CR : H1Violation.BAD_STATUS_LINE, head.shown(0));
      }
      same = same && bytes[i] == registered.charAt(i - from);
    }
    return same ? registered : head.text(from, to);
  }

  /** Two digits count; a minor version above 1 is spoken to as 1.1 (RFC 9110 section 6.2). */
  private static Version version(HeadBuffer head, int from, int to) {
    byte[] bytes = head.bytes();
    boolean wellFormed =
        to - from == 8
            && bytes[from + 6] == '.'
            && Grammar.isDigit(bytes[from + 5])
            && Grammar.isDigit(bytes[from + 7]);
    for (int i = 0; wellFormed && i < VERSION_PREFIX.length(); i++) {
      wellFormed = bytes[from + i] == VERSION_PREFIX.charAt(i);
    }
    if (!wellFormed) {
      throw new Broken(H1Violation.BAD_VERSION, head.shown(0));
    }
    if (bytes[from + 5] != '1') {
      throw new Broken(H1Violation.UNSUPPORTED_VERSION, head.shown(0));
    }
    return bytes[from + 7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1;
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

  /** The four forms of RFC 9112 section 3.2; what each contains is for the recipient to parse. */
  private static String target(HeadBuffer head, Method method, int from, int to) {
    byte[] bytes = head.bytes();
    for (int i = from; i < to; i++) {
      if (bytes[i] <= ' ' || bytes[i] == 0x7F || bytes[i] == '#') {
        throw new Broken(
            bytes[i] == '\r' ? H1Violation.BARE_CR : H1Violation.BAD_TARGET, head.shown(0));
      }
    }
    String target = head.text(from, to);
    boolean allowed;
    if (method.equals(Method.CONNECT)) {
      allowed = authorityForm(target);
    } else if (target.charAt(0) == '*') {
      allowed = target.length() == 1 && method.equals(Method.OPTIONS);
    } else {
      allowed = target.charAt(0) == '/' || target.indexOf("://") > 0;
    }
    if (!allowed) {
      throw new Broken(H1Violation.BAD_TARGET, head.shown(0));
    }
    return target;
  }

  private static boolean authorityForm(String target) {
    int colon = target.lastIndexOf(':');
    return colon > 0
        && colon < target.length() - 1
        && HostField.portDigits(target, colon + 1)
        && target.indexOf('/') < 0
        && target.indexOf('@') < 0;
  }
}
