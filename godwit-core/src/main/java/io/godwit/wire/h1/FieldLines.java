package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import java.util.Arrays;

/** Reads the field lines of a section into one block with an index (RFC 9112 section 5). */
final class FieldLines {
  private static final int[] NONE = {};

  private final HeadBuffer buffer;
  private final boolean foldTolerated;

  // of the section being read
  private int base;
  private int[] index = NONE;
  private int size;

  /** What was read last; the next section may say the same. */
  private Headers last = Headers.empty();

  /** Reads sections that this buffer collects, one after the other. */
  FieldLines(HeadBuffer buffer, H1Settings settings) {
    this.buffer = buffer;
    this.foldTolerated = settings.tolerates(H1Violation.OBSOLETE_FOLD);
  }

  /**
   * The fields from that line to the last. When the peer has repeated the section before byte by
   * byte these are the same object, so that whoever has judged them need not judge them again.
   */
  Headers read(int first) {
    if (buffer.repeated()) {
      return last;
    }
    int lines = buffer.lineCount();
    if (first == lines) {
      buffer.forget();
      return Headers.empty();
    }
    base = buffer.lineStart(first);
    index = new int[(lines - first) * Headers.STRIDE];
    size = 0;
    for (int line = first; line < lines; line++) {
      if (Grammar.isBlank(buffer.bytes()[buffer.lineStart(line)])) {
        unfold(line);
      } else {
        field(line);
      }
    }
    byte[] block = buffer.from(first);
    Headers fields = Headers.received(block, index, size);
    index = NONE; // it is theirs now
    last = buffer.remember(block) ? fields : Headers.empty();
    return fields;
  }

  private void field(int line) {
    int start = buffer.lineStart(line);
    int end = buffer.lineEnd(line);
    int colon = colon(line, start, end);
    checkValue(line, colon + 1, end);
    int at = size++ * Headers.STRIDE;
    index[at] = start - base;
    index[at + 1] = colon - base;
    place(at, colon + 1, end);
  }

  private int colon(int line, int start, int end) {
    byte[] bytes = buffer.bytes();
    for (int i = start; i < end; i++) {
      if (!Grammar.isTokenChar(bytes[i] & 0xFF)) {
        if (bytes[i] == ':' && i > start) {
          return i;
        }
        throw badName(line, start, i, end);
      }
    }
    throw new Broken(H1Violation.MISSING_COLON, where(line, start, end));
  }

  private Broken badName(int line, int start, int at, int end) {
    byte[] bytes = buffer.bytes();
    String detail = where(line, start, at + 1);
    if (bytes[at] == ':') {
      return new Broken(H1Violation.EMPTY_FIELD_NAME, detail);
    }
    int next = at;
    while (next < end && Grammar.isBlank(bytes[next])) {
      next++;
    }
    boolean blankThenColon = next > at && next < end && bytes[next] == ':';
    return new Broken(
        blankThenColon ? H1Violation.SPACE_BEFORE_COLON : H1Violation.BAD_FIELD_NAME, detail);
  }

  private void checkValue(int line, int from, int to) {
    byte[] bytes = buffer.bytes();
    for (int i = from; i < to; i++) {
      if (!Grammar.isFieldChar(bytes[i] & 0xFF)) {
        throw new Broken(
            H1Violation.CONTROL_IN_FIELD_VALUE,
            where(line, i, i + 1)); // the character alone: the value may be a secret
      }
    }
  }

  /** Joins a continuation to the field before: the line break becomes spaces (section 5.2). */
  private void unfold(int line) {
    if (size == 0) {
      throw new Broken(H1Violation.SPACE_BEFORE_FIRST_FIELD, "line " + (line + 1));
    }
    if (!foldTolerated) {
      throw new Broken(H1Violation.OBSOLETE_FOLD, "line " + (line + 1));
    }
    byte[] bytes = buffer.bytes();
    int end = buffer.lineEnd(line);
    checkValue(line, buffer.lineStart(line), end);
    Arrays.fill(bytes, buffer.lineEnd(line - 1), buffer.lineStart(line), (byte) ' ');
    int at = (size - 1) * Headers.STRIDE;
    place(at, base + index[at + 2], end);
  }

  /** Notes where a value is, without the blanks around it. */
  private void place(int at, int from, int to) {
    byte[] bytes = buffer.bytes();
    while (from < to && Grammar.isBlank(bytes[from])) {
      from++;
    }
    while (to > from && Grammar.isBlank(bytes[to - 1])) {
      to--;
    }
    index[at + 2] = from - base;
    index[at + 3] = to - base;
  }

  private String where(int line, int from, int to) {
    return "line " + (line + 1) + ": " + Grammar.quoted(buffer.text(from, to));
  }
}
