package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the lines of a head or of a trailer section up to the empty line that ends it. It knows
 * where lines begin and end, and when there is more than a limit allows; it does not know what the
 * lines say.
 */
final class HeadBuffer {
  private static final int STEP = 512;

  private final boolean bareLfTolerated;
  private final int firstLineLimit;
  private final H1Violation firstLineTooLong;
  private final int sectionLimit;
  private final H1Violation sectionTooLarge;
  private final int linesLimit;

  private byte[] bytes = new byte[STEP];
  private int length;
  private int scanned;
  private int lineStart;

  /** Where the field lines begin: after the first line of a head, at 0 in a trailer section. */
  private int sectionStart;

  /** Start and end of each line in turn, without its line break. */
  private int[] lines = new int[32];

  private int lineCount;
  private int leadingEmptyLines;

  private HeadBuffer(
      H1Settings settings,
      int firstLineLimit,
      H1Violation firstLineTooLong,
      int sectionLimit,
      H1Violation sectionTooLarge,
      int linesLimit) {
    this.bareLfTolerated = settings.tolerates(H1Violation.BARE_LF);
    this.firstLineLimit = firstLineLimit;
    this.firstLineTooLong = firstLineTooLong;
    this.sectionLimit = sectionLimit;
    this.sectionTooLarge = sectionTooLarge;
    this.linesLimit = linesLimit;
  }

  /** For heads: a start line, then field lines. */
  static HeadBuffer heads(H1Settings settings, H1Violation startLineTooLong) {
    return new HeadBuffer(
        settings,
        settings.limits().startLine(),
        startLineTooLong,
        settings.limits().headerSection(),
        H1Violation.HEADER_SECTION_TOO_LARGE,
        settings.limits().fields() + 1);
  }

  /** For trailer sections: field lines only. */
  static HeadBuffer trailers(H1Settings settings) {
    int limit = settings.limits().trailerSection();
    return new HeadBuffer(
        settings,
        limit,
        H1Violation.TRAILER_SECTION_TOO_LARGE,
        limit,
        H1Violation.TRAILER_SECTION_TOO_LARGE,
        settings.limits().fields());
  }

  /** Takes bytes up to the end of the section; true when that was reached. */
  boolean fill(ByteBuffer input) {
    while (input.hasRemaining()) {
      int from = input.position();
      int step = Math.min(input.remaining(), STEP);
      if (bytes.length - length < step) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + step));
      }
      input.get(from, bytes, length, step);
      int before = length;
      length += step;
      if (scan()) {
        length = scanned;
        input.position(from + scanned - before);
        return true;
      }
      input.position(from + step);
    }
    return false;
  }

  /** Looks at the new bytes; true after the empty line. */
  private boolean scan() {
    int at = scanned;
    while (at < length) {
      if (bytes[at++] == '\n' && endLine(at)) {
        scanned = at;
        return true;
      }
    }
    scanned = at;
    checkSize(length);
    return false;
  }

  /** Notes the line that ends before {@code next}; true when it is the empty one at the end. */
  private boolean endLine(int next) {
    int end = next - 1;
    if (end > lineStart && bytes[end - 1] == '\r') {
      end--;
    } else if (!bareLfTolerated) {
      throw new Broken(H1Violation.BARE_LF, "line " + (lineCount + 1));
    }
    checkSize(next);
    if (end == lineStart) {
      lineStart = next;
      if (lineCount > 0 || firstLineIsField()) {
        return true;
      }
      leadingEmptyLines++;
      return false;
    }
    addLine(end);
    lineStart = next;
    if (lineCount == 1 && !firstLineIsField()) {
      sectionStart = next;
    }
    return false;
  }

  private void addLine(int end) {
    if (lineCount == linesLimit) {
      throw new Broken(H1Violation.TOO_MANY_FIELDS, "limit " + linesLimit);
    }
    if (lineCount * 2 == lines.length) {
      lines = Arrays.copyOf(lines, lines.length * 2);
    }
    lines[lineCount * 2] = lineStart;
    lines[lineCount * 2 + 1] = end;
    lineCount++;
  }

  private void checkSize(int upTo) {
    if (lineCount == 0 && !firstLineIsField()) {
      if (upTo - lineStart > firstLineLimit || lineStart > firstLineLimit) {
        throw new Broken(firstLineTooLong, "limit " + firstLineLimit);
      }
    } else if (upTo - sectionStart > sectionLimit) {
      throw new Broken(sectionTooLarge, "limit " + sectionLimit);
    }
  }

  private boolean firstLineIsField() {
    return sectionTooLarge == H1Violation.TRAILER_SECTION_TOO_LARGE;
  }

  /** Whether no byte of the next section has come, empty lines before a start line apart. */
  boolean isEmpty() {
    return lineCount == 0 && length == lineStart;
  }

  /** Empty lines before the first line; they are dropped. */
  int leadingEmptyLines() {
    return leadingEmptyLines;
  }

  /** How many bytes of the first line there are. */
  int firstLineLength() {
    return lineCount == 0 ? length - lineStart : lines[1] - lines[0];
  }

  /** The octet at that place of the first line. */
  int firstLineOctet(int i) {
    return bytes[(lineCount == 0 ? lineStart : lines[0]) + i] & 0xFF;
  }

  /** All bytes; the offsets of lines point into them. */
  byte[] bytes() {
    return bytes;
  }

  int lineCount() {
    return lineCount;
  }

  int lineStart(int line) {
    return lines[line * 2];
  }

  int lineEnd(int line) {
    return lines[line * 2 + 1];
  }

  /** The line, shown for a person. */
  String shown(int line) {
    return Grammar.quoted(text(lineStart(line), lineEnd(line)));
  }

  @SuppressWarnings("deprecation") // Latin-1 without a detour
  String text(int from, int to) {
    return new String(bytes, 0, from, to - from);
  }

  /** Forgets everything, ready for the next section; a buffer that grew large is let go. */
  void clear() {
    if (bytes.length > 16 * STEP) {
      bytes = new byte[STEP];
      lines = new int[32];
    }
    length = 0;
    scanned = 0;
    lineStart = 0;
    sectionStart = 0;
    lineCount = 0;
    leadingEmptyLines = 0;
  }
}
