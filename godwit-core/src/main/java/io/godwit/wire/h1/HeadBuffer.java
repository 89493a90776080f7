package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a head or of a trailer section up to the empty line that ends it. It knows
 * where lines begin and end, and when there is more than a limit allows; it does not know what the
 * lines say, and hands the first one of a head to a {@link StartLine}.
 *
 * <p>What is wrong is found at the byte where it is wrong, in the order of the bytes. So any split
 * of the input finds the same.
 */
final class HeadBuffer {
  private static final int STEP = 256;

  /** What grew larger than this for one head is let go. */
  private static final int LARGEST_KEPT = 8 * 1024;

  /** By how much a start line may be longer than the last one, for all to come in one step. */
  private static final int SLACK = 64;

  /** A larger section is not kept for comparison: a connection that idles would have it. */
  private static final int LARGEST_KNOWN = 1024;

  private static final int LARGEST_STEP = 4 * 1024;

  private static final byte[] NONE = {};

  private final boolean bareLfTolerated;

  /** Reads the first line of a head; null in a trailer section, which has none. */
  private final @Nullable StartLine startLine;

  private final int firstLineLimit;
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

  /** How much is looked at together: about as much as the last head had. */
  private int step = STEP;

  /** The field lines of the head before, be it an interim one, up to the empty line with it. */
  private byte[] known = NONE;

  private boolean repeated;

  private HeadBuffer(
      H1Settings settings,
      @Nullable StartLine startLine,
      int firstLineLimit,
      int sectionLimit,
      H1Violation sectionTooLarge,
      int linesLimit) {
    this.bareLfTolerated = settings.tolerates(H1Violation.BARE_LF);
    this.startLine = startLine;
    this.firstLineLimit = firstLineLimit;
    this.sectionLimit = sectionLimit;
    this.sectionTooLarge = sectionTooLarge;
    this.linesLimit = linesLimit;
  }

  /** For heads: a start line, then field lines. */
  static HeadBuffer heads(H1Settings settings, StartLine startLine) {
    return new HeadBuffer(
        settings,
        startLine,
        settings.limits().startLine(),
        settings.limits().headerSection(),
        H1Violation.HEADER_SECTION_TOO_LARGE,
        settings.limits().fields() + 1);
  }

  /** For trailer sections: field lines only. */
  static HeadBuffer trailers(H1Settings settings) {
    int limit = settings.limits().trailerSection();
    return new HeadBuffer(
        settings,
        null,
        0,
        limit,
        H1Violation.TRAILER_SECTION_TOO_LARGE,
        settings.limits().fields());
  }

  /** Takes bytes up to the end of the section; true when that was reached. */
  boolean fill(ByteBuffer input) {
    while (input.hasRemaining()) {
      int from = input.position();
      int count = Math.min(input.remaining(), step);
      if (bytes.length - length < count) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      }
      input.get(from, bytes, length, count);
      int before = length;
      length += count;
      if (scan()) {
        length = scanned;
        input.position(from + scanned - before);
        return true;
      }
      input.position(from + count);
    }
    return false;
  }

  /** Looks at the new bytes; true after the empty line. */
  private boolean scan() {
    while (scanned < length) {
      byte octet = bytes[scanned];
      if (octet == '\r') {
        if (scanned + 1 == length) {
          break; // looked at again when it is known what follows
        }
        if (bytes[scanned + 1] != '\n') {
          checkUpTo(scanned + 1);
          throw new Broken(H1Violation.BARE_CR, "line " + (lineCount + 1));
        }
      }
      scanned++;
      if (octet == '\n' && endLine()) {
        return true;
      }
    }
    checkUpTo(length);
    return false;
  }

  /** Notes the line whose line break was scanned; true when it is the empty one at the end. */
  private boolean endLine() {
    checkUpTo(scanned);
    int end = scanned - 1;
    if (end > lineStart && bytes[end - 1] == '\r') {
      end--;
    } else if (!bareLfTolerated) {
      throw new Broken(H1Violation.BARE_LF, "line " + (lineCount + 1));
    }
    if (end > lineStart) {
      addLine(end);
      return lineCount == 1 && repeatsKnown();
    }
    lineStart = scanned;
    if (startLine == null || lineCount > 0) {
      return true;
    }
    if (lineStart > firstLineLimit) { // empty lines before a request line count, too
      throw new Broken(H1Violation.REQUEST_LINE_TOO_LONG, "limit " + firstLineLimit);
    }
    return false;
  }

  private void addLine(int end) {
    if (lineCount == linesLimit) {
      throw new Broken(
          H1Violation.TOO_MANY_FIELDS,
          "limit " + (startLine == null ? linesLimit : linesLimit - 1));
    }
    if (lineCount * 2 == lines.length) {
      lines = Arrays.copyOf(lines, lines.length * 2);
    }
    lines[lineCount * 2] = lineStart;
    lines[lineCount * 2 + 1] = end;
    lineCount++;
    lineStart = scanned;
    if (lineCount == 1 && startLine != null) {
      sectionStart = scanned;
      startLine.whole(this);
    }
  }

  /**
   * Whether the same field lines follow as in the head before, which is usual on a connection; then
   * they are taken without a further look, for what they say is known.
   */
  private boolean repeatsKnown() {
    int end = scanned + known.length;
    repeated =
        known.length > 0
            && end <= length
            && Arrays.equals(bytes, scanned, end, known, 0, known.length);
    if (repeated) {
      scanned = end;
    }
    return repeated;
  }

  /**
   * Whether the field lines are those of the head just before; then only the first line is here.
   */
  boolean repeated() {
    return repeated;
  }

  /** The head has no field lines to compare the next with. */
  void forget() {
    known = NONE;
  }

  /** The bytes from that line on, up to the empty line at the end with it. */
  byte[] from(int line) {
    return Arrays.copyOfRange(bytes, lineStart(line), length);
  }

  /** Compares the field lines of the next head with these; false when it will not. */
  boolean remember(byte[] section) {
    boolean kept = startLine != null && section.length <= LARGEST_KNOWN;
    known = kept ? section : NONE;
    return kept;
  }

  /** What can be said of the bytes before {@code upTo} although the line may not be whole. */
  private void checkUpTo(int upTo) {
    if (lineCount > 0 || startLine == null) {
      if (upTo - sectionStart > sectionLimit) {
        throw new Broken(sectionTooLarge, "limit " + sectionLimit);
      }
      return;
    }
    if (upTo > lineStart) {
      startLine.begun(this);
    }
    if (upTo - lineStart > firstLineLimit) {
      throw new Broken(startLine.tooLong(this, firstLineLimit), "limit " + firstLineLimit);
    }
  }

  /** Whether no byte of the next section has come, empty lines before a start line apart. */
  boolean isEmpty() {
    return lineCount == 0 && length == lineStart;
  }

  /** How many bytes there are from the start of the first line on, while it is not whole. */
  int firstLineLength() {
    return length - lineStart;
  }

  /** The octet at that place of the first line, while it is not whole. */
  int firstLineOctet(int i) {
    return bytes[lineStart + i] & 0xFF;
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

  /** Whether these bytes are that text. */
  boolean is(String text, int from, int to) {
    boolean equal = text.length() == to - from;
    for (int i = 0; equal && i < text.length(); i++) {
      equal = (bytes[from + i] & 0xFF) == text.charAt(i);
    }
    return equal;
  }

  @SuppressWarnings("deprecation") // Latin-1 without a detour
  String text(int from, int to) {
    return new String(bytes, 0, from, to - from);
  }

  /** Forgets everything, ready for the next section; a buffer that grew large is let go. */
  void clear() {
    step = Math.min(length + SLACK, LARGEST_STEP);
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[STEP];
      lines = new int[32];
    }
    repeated = false;
    length = 0;
    scanned = 0;
    lineStart = 0;
    sectionStart = 0;
    lineCount = 0;
  }
}
