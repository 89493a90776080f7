package io.godwit.http.idna;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * What Unicode says about code points, as far as host names need it: the mapping table of UTS #46,
 * and which characters join their neighbours. Immutable; read once, when first asked for.
 *
 * <p>The data is the resource {@code idna.bin}, made from Unicode's own files by {@code
 * IdnaTableGenerator} (in the test sources), and a test holds that the two agree. Its format, all
 * numbers unsigned LEB128 unless said otherwise:
 *
 * <ol>
 *   <li>4 octets "GIDN", 1 octet format (1), 3 octets version of Unicode (major, minor, update);
 *   <li>the texts that code points map to, run together, as {@link DataInputStream#readUTF};
 *   <li>the number of ranges of the mapping table, then each range, in ascending order: the
 *       distance of its first code point from that of the range before (from 0 for the first), one
 *       octet action, and the operands of the action:
 *       <ul>
 *         <li>0 valid (deviations are valid: non-transitional), 1 disallowed, 2 ignored: none;
 *         <li>3 maps to a text: its place in the texts, its length in {@code char};
 *         <li>4 maps to the code point at a distance: the distance, zigzag ((d &lt;&lt; 1) ^ (d
 *             &gt;&gt; 31));
 *       </ul>
 *   <li>the number of ranges of the joining table, then each range as above, with one octet of bits
 *       ({@link #FORWARD} ...) and no operands.
 * </ol>
 *
 * <p>A range ends where the next begins, the last one at U+10FFFF.
 */
final class IdnaTable {
  static final String RESOURCE = "idna.bin";
  static final int MAGIC = 0x4749444E;
  static final int FORMAT = 1;

  static final int VALID = 0;
  static final int DISALLOWED = 1;
  static final int IGNORED = 2;
  static final int TEXT = 3;
  static final int DISTANCE = 4;

  /** Joining_Type L or D: joins what follows. */
  static final int FORWARD = 1;

  /** Joining_Type R or D: joins what precedes. */
  static final int BACKWARD = 2;

  /** Joining_Type T: joining looks through it. */
  static final int TRANSPARENT = 4;

  /** Canonical_Combining_Class Virama. */
  static final int VIRAMA = 8;

  private final String version;
  private final String texts;
  private final int[] starts;
  // Each action with its operands: TEXT as place << 8 | length << 3 | action, DISTANCE as
  // distance << 3 | action. Texts have up to 18 chars, distances less than 2^21.
  private final int[] actions;
  private final int[] joiningStarts;
  private final byte[] joining;

  private IdnaTable(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readUnsignedByte() != FORMAT) {
      throw new IOException("this is not the table of international host names");
    }
    version = in.readUnsignedByte() + "." + in.readUnsignedByte() + "." + in.readUnsignedByte();
    texts = in.readUTF();
    starts = new int[number(in)];
    actions = new int[starts.length];
    for (int i = 0, start = 0; i < starts.length; i++) {
      start += number(in);
      starts[i] = start;
      actions[i] = action(in);
    }
    joiningStarts = new int[number(in)];
    joining = new byte[joiningStarts.length];
    for (int i = 0, start = 0; i < joining.length; i++) {
      start += number(in);
      joiningStarts[i] = start;
      joining[i] = in.readByte();
    }
  }

  /** The table of this package. */
  static IdnaTable unicode() {
    return Holder.TABLE;
  }

  static IdnaTable read(InputStream in) throws IOException {
    return new IdnaTable(new DataInputStream(in));
  }

  /** The version of Unicode that the data is of. */
  String version() {
    return version;
  }

  /**
   * The text with every character mapped and the ignored ones removed (UTS #46 section 4, step 1).
   * What is disallowed stays: the check of the labels finds it.
   */
  String map(String text) {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendMapped(mapped, c));
    return mapped.toString();
  }

  private void appendMapped(StringBuilder mapped, int c) {
    int action = actionOf(c);
    switch (action & 7) {
      case IGNORED -> {}
      case TEXT -> mapped.append(texts, action >>> 8, (action >>> 8) + (action >>> 3 & 31));
      case DISTANCE -> mapped.appendCodePoint(c + (action >> 3));
      default -> mapped.appendCodePoint(c);
    }
  }

  /** Whether the character may stand in a label. */
  boolean isValid(int c) {
    return actionOf(c) == VALID;
  }

  boolean joinsForward(int c) {
    return joins(c, FORWARD);
  }

  boolean joinsBackward(int c) {
    return joins(c, BACKWARD);
  }

  boolean isTransparent(int c) {
    return joins(c, TRANSPARENT);
  }

  boolean isVirama(int c) {
    return joins(c, VIRAMA);
  }

  private boolean joins(int c, int bit) {
    return (joining[range(joiningStarts, c)] & bit) != 0;
  }

  private int actionOf(int c) {
    return actions[range(starts, c)];
  }

  private static int range(int[] starts, int c) {
    int found = Arrays.binarySearch(starts, c);
    return found >= 0 ? found : -found - 2;
  }

  private static int action(DataInputStream in) throws IOException {
    int action = in.readUnsignedByte();
    return switch (action) {
      case TEXT -> number(in) << 8 | number(in) << 3 | TEXT;
      case DISTANCE -> zigzag(number(in)) << 3 | DISTANCE;
      default -> action;
    };
  }

  private static int zigzag(int number) {
    return (number >>> 1) ^ -(number & 1);
  }

  private static int number(DataInputStream in) throws IOException {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      int octet = in.readUnsignedByte();
      number |= (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return number;
      }
    }
  }

  private static final class Holder {
    static final IdnaTable TABLE = load();

    private static IdnaTable load() {
      InputStream resource = IdnaTable.class.getResourceAsStream(RESOURCE);
      if (resource == null) {
        throw new IllegalStateException("the jar lacks " + RESOURCE + " in io.godwit.http.idna");
      }
      try (resource) {
        // The whole of it first: the reads are many and small.
        return read(new ByteArrayInputStream(resource.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
