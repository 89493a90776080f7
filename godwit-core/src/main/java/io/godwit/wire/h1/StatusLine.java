package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Status;
import io.godwit.http.Version;

/** Reads status lines, one after another (RFC 9112 section 4). */
final class StatusLine implements StartLine {
  private Version version = Version.HTTP_1_1;
  private Status status = Status.OK;
  private String reason = "";

  /** The version of the line read last. */
  Version version() {
    return version;
  }

  /** The status of the line read last. */
  Status status() {
    return status;
  }

  /** The reason phrase of the line read last; empty when there was none. */
  String reason() {
    return reason;
  }

  @Override
  public void begun(HeadBuffer head) {
    int known = Math.min(head.firstLineLength(), VERSION_PREFIX.length());
    for (int i = 0; i < known; i++) {
      if (head.firstLineOctet(i) != VERSION_PREFIX.charAt(i)) {
        throw new Broken(H1Violation.BAD_STATUS_LINE, "response does not begin with HTTP/");
      }
    }
  }

  @Override
  public H1Violation tooLong(HeadBuffer head, int limit) {
    return H1Violation.STATUS_LINE_TOO_LONG;
  }

  @Override
  public void whole(HeadBuffer head) {
    byte[] bytes = head.bytes();
    int start = head.lineStart(0);
    int end = head.lineEnd(0);
    int versionEnd = start + 8;
    if (versionEnd >= end || bytes[versionEnd] != ' ') {
      throw new Broken(H1Violation.BAD_STATUS_LINE, head.shown(0));
    }
    version = StartLine.version(head, start, versionEnd);
    int codeStart = versionEnd + 1;
    int codeEnd = codeStart + 3;
    if (codeEnd > end || (codeEnd < end && bytes[codeEnd] != ' ')) {
      throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
    }
    status = Status.of(code(head, codeStart, codeEnd));
    reason = reason(head, status, Math.min(codeEnd + 1, end), end);
  }

  private static int code(HeadBuffer head, int from, int to) {
    int code = 0;
    for (int i = from; i < to; i++) {
      int octet = head.bytes()[i];
      if (!Grammar.isDigit(octet)) {
        throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
      }
      code = code * 10 + octet - '0';
    }
    if (code < 100) {
      throw new Broken(H1Violation.BAD_STATUS_CODE, head.shown(0));
    }
    return code;
  }

  /** The text from there; the registered one without making it anew. */
  private static String reason(HeadBuffer head, Status status, int from, int to) {
    byte[] bytes = head.bytes();
    String registered = status.reason();
    boolean same = registered.length() == to - from;
    for (int i = from; i < to; i++) {
      if (!Grammar.isFieldChar(bytes[i] & 0xFF)) {
        throw new Broken(H1Violation.BAD_STATUS_LINE, head.shown(0));
      }
      same = same && bytes[i] == registered.charAt(i - from);
    }
    return same ? registered : head.text(from, to);
  }
}
