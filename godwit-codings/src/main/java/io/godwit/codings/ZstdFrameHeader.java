package io.godwit.codings;

/**
 * The beginning of a frame, as far as it says how much memory its content takes (RFC 8878 section
 * 3.1.1.1), byte by byte.
 */
final class ZstdFrameHeader {
  private static final int FRAME = 0xFD2FB528;
  private static final int MAGIC_LENGTH = 4;

  /** In bytes. */
  static final int LONGEST = 18;

  private final byte[] bytes = new byte[LONGEST];
  private int length;

  /** Takes the next byte; true when that was the last one that matters. */
  boolean take(byte octet) {
    bytes[length++] = octet;
    if (length < MAGIC_LENGTH) {
      return false;
    }
    int magic = (int) number(0, MAGIC_LENGTH);
    if (magic != FRAME) {
      return true; // skippable, or nothing that the decoder would know
    }
    return length > MAGIC_LENGTH && length == windowAt() + windowLength();
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** The memory that it asks for, in bytes; 0 for what is no frame. */
  long window() {
    if (length <= MAGIC_LENGTH) {
      return 0;
    }
    long value = number(windowAt(), windowLength());
    if (singleSegment()) {
      return windowLength() == 2 ? value + 256 : value;
    }
    long base = 1L << (10 + (value >> 3));
    return base + base / 8 * (value & 7);
  }

  /** A frame of one segment has no window but the size of its content, behind its dictionary. */
  private int windowAt() {
    int descriptor = bytes[MAGIC_LENGTH];
    int dictionary = (1 << (descriptor & 3)) >> 1;
    return MAGIC_LENGTH + 1 + (singleSegment() ? dictionary : 0);
  }

  private int windowLength() {
    return singleSegment() ? 1 << ((bytes[MAGIC_LENGTH] & 0xC0) >> 6) : 1;
  }

  private boolean singleSegment() {
    return (bytes[MAGIC_LENGTH] & 0x20) != 0;
  }

  /** The first byte is the lowest. */
  private long number(int from, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = (number << 8) | (bytes[from + i] & 0xFF);
    }
    return number;
  }
}
