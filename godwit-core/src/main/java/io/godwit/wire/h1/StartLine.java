package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Version;

/**
 * Reads the first line of a message while it comes in (RFC 9112 sections 3 and 4), and refuses it
 * as soon as it is known to be none: who speaks another protocol here is told at once.
 */
sealed interface StartLine permits RequestLine, StatusLine {
  String VERSION_PREFIX = "HTTP/";

  /** The first bytes of the line are there. */
  void begun(HeadBuffer head);

  /** The line is whole. */
  void whole(HeadBuffer head);

  /** What is wrong with a line of which more than {@code limit} bytes are there. */
  H1Violation tooLong(HeadBuffer head, int limit);

  /** Two digits count; a minor version above 1 is spoken to as 1.1 (RFC 9110 section 6.2). */
  static Version version(HeadBuffer head, int from, int to) {
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
}
