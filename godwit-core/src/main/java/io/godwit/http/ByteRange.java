package io.godwit.http;

/**
 * Some consecutive bytes of a representation. Immutable.
 *
 * @param first the number of the first one, counted from 0
 * @param last the number of the last one
 */
public record ByteRange(long first, long last) {
  /**
   * Checks the numbers.
   *
   * @throws InvalidMessage when one is negative, or the last is before the first
   */
  public ByteRange {
    if (first < 0 || last < first) {
      throw new InvalidMessage("no range of bytes: " + first + "-" + last);
    }
  }

  /** How many bytes. */
  public long length() {
    return last - first + 1;
  }

  /** Whether both have a byte in common, or one begins where the other ends. */
  boolean touches(ByteRange other) {
    return first - 1 <= other.last && other.first - 1 <= last;
  }

  /** From where the first of them begins to where the last of them ends. */
  ByteRange with(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
