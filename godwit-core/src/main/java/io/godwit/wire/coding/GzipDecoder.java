package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Undoes gzip (RFC 1952): members one after the other, each with its header, its data and the check
 * of what came out.
 */
final class GzipDecoder implements ContentDecoder {
  private static final int HEADER_CHECK = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;
  private static final int RESERVED = 0xE0;

  /** The parts of a member, in their order (RFC 1952 section 2.3). */
  private enum Part {
    FIXED,
    EXTRA_LENGTH,
    EXTRA_DATA,
    NAME_TEXT,
    COMMENT_TEXT,
    CHECK,
    DATA,
    TRAILER
  }

  private final RawInflater inflater = new RawInflater("gzip", true);
  private final CRC32 headerCheck = new CRC32();
  private final CRC32 dataCheck = new CRC32();

  private Part part = Part.FIXED;

  /** Bytes of the part that were read, and what they make, the first one lowest. */
  private int read;

  private long value;
  private int flags;
  private int extra;
  private long size;

  /** Members that have ended. */
  private long members;

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    while (coded.hasRemaining() || part == Part.DATA) {
      if (part != Part.DATA) {
        take(coded.get());
      } else if (!inflate(coded, plain)) {
        return; // for want of input, or of room
      }
    }
  }

  /** True at the end of the member's data. */
  private boolean inflate(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    int from = plain.position();
    boolean ended = inflater.inflate(coded, plain);
    dataCheck.update(plain.slice(from, plain.position() - from));
    size += plain.position() - from;
    if (ended) {
      begin(Part.TRAILER);
    }
    return ended;
  }

  private void take(byte octet) throws HttpFailure.Content {
    int bits = octet & 0xFF;
    if (part.compareTo(Part.CHECK) < 0) {
      headerCheck.update(octet);
    }
    switch (part) {
      case FIXED -> fixed(bits);
      case EXTRA_LENGTH -> {
        if (number(bits, 2)) {
          extra = (int) value;
          begin(extra == 0 ? after(Part.EXTRA_DATA) : Part.EXTRA_DATA);
        }
      }
      case EXTRA_DATA -> {
        if (++read == extra) {
          begin(after(part));
        }
      }
      case NAME_TEXT, COMMENT_TEXT -> {
        if (bits == 0) {
          begin(after(part));
        }
      }
      case CHECK -> {
        if (number(bits, 2)) {
          require(value == (headerCheck.getValue() & 0xFFFF), "its header is damaged");
          begin(Part.DATA);
        }
      }
      case TRAILER -> {
        if (number(bits, 8)) {
          long sum = dataCheck.getValue() | (size << 32);
          require(value == sum, "its checksum or length is not that of the content");
          nextMember();
        }
      }
      case DATA -> throw new IllegalStateException("the inflater takes the data");
    }
  }

  private void fixed(int bits) throws HttpFailure.Content {
    switch (read++) {
      case 0 -> require(bits == 0x1F, "it does not begin as gzip");
      case 1 -> require(bits == 0x8B, "it does not begin as gzip");
      case 2 -> require(bits == 8, "its compression method is " + bits + ", not deflate");
      case 3 -> {
        require((bits & RESERVED) == 0, "it has reserved flags");
        flags = bits;
      }
      case 9 -> begin(after(Part.FIXED));
      default -> {} // time, level and system of its making
    }
  }

  /** The next part that the flags announce. */
  private Part after(Part done) {
    if (done == Part.FIXED && (flags & EXTRA) != 0) {
      return Part.EXTRA_LENGTH;
    }
    if (done.compareTo(Part.NAME_TEXT) < 0 && (flags & NAME) != 0) {
      return Part.NAME_TEXT;
    }
    if (done.compareTo(Part.COMMENT_TEXT) < 0 && (flags & COMMENT) != 0) {
      return Part.COMMENT_TEXT;
    }
    return (flags & HEADER_CHECK) != 0 ? Part.CHECK : Part.DATA;
  }

  private boolean number(int bits, int length) {
    value |= (long) bits << (8 * read);
    return ++read == length;
  }

  private void begin(Part next) {
    part = next;
    read = 0;
    value = 0;
  }

  private void nextMember() {
    begin(Part.FIXED);
    members++;
    headerCheck.reset();
    dataCheck.reset();
    inflater.reset();
    size = 0;
  }

  private void require(boolean right, String otherwise) throws HttpFailure.Content {
    if (!right) {
      boolean trails = members > 0 && part == Part.FIXED;
      throw new HttpFailure.Content(
          trails
              ? "something follows the end of the gzip content"
              : "the content is not valid gzip: " + otherwise,
          null);
    }
  }

  @Override
  public void end() throws HttpFailure.Content {
    if (members == 0 || part != Part.FIXED || read > 0) {
      throw new HttpFailure.Content("the gzip content is cut off", null);
    }
  }

  @Override
  public void close() {
    inflater.close();
  }
}
