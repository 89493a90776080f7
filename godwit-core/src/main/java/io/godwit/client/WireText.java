package io.godwit.client;

import io.godwit.client.WireLog.Entry;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * How an entry is written for people: a line that says which connection, direction and time, then
 * the bytes, indented, so that no content can look like such a line.
 */
enum WireText {
  /** As lines; what is not printable ASCII as {@code \xNN}. */
  LINES {
    @Override
    void bytes(ByteBuffer bytes, StringBuilder into) {
      boolean begun = false;
      while (bytes.hasRemaining()) {
        int octet = bytes.get() & 0xFF;
        boolean lineEnd = octet == '\n';
        boolean partOfEnd =
            octet == '\r' && bytes.hasRemaining() && bytes.get(bytes.position()) == '\n';
        if (partOfEnd) {
          continue;
        }
        if (!begun && !lineEnd) {
          into.append(INDENT);
        }
        begun = !lineEnd;
        if (lineEnd || (octet >= 0x20 && octet < 0x7F && octet != '\\')) {
          into.append((char) octet);
        } else {
          into.append("\\x").append(HEX_DIGITS.toHexDigits((byte) octet));
        }
      }
      if (begun) {
        into.append('\n');
      }
    }
  },

  /** Sixteen octets in a line, as numbers and as text. */
  HEX {
    @Override
    void bytes(ByteBuffer bytes, StringBuilder into) {
      for (int at = 0; bytes.hasRemaining(); at += ROW) {
        into.append(INDENT).append(HEX_DIGITS.toHexDigits(at, 8)).append(' ');
        StringBuilder text = new StringBuilder(ROW);
        for (int i = 0; i < ROW; i++) {
          if (bytes.hasRemaining()) {
            byte octet = bytes.get();
            into.append(' ').append(HEX_DIGITS.toHexDigits(octet));
            text.append(octet >= 0x20 && octet < 0x7F ? (char) octet : '.');
          } else {
            into.append("   ");
          }
        }
        into.append("  ").append(text).append('\n');
      }
    }
  };

  private static final String INDENT = "  ";
  private static final int ROW = 16;
  private static final HexFormat HEX_DIGITS = HexFormat.of();

  abstract void bytes(ByteBuffer bytes, StringBuilder into);

  void append(Entry entry, StringBuilder into) {
    ByteBuffer bytes = entry.bytes();
    into.append(entry.time())
        .append(" #")
        .append(entry.connection())
        .append(' ')
        .append(entry.direction().sign())
        .append(' ')
        .append(bytes.remaining())
        .append('\n');
    bytes(bytes, into);
  }
}
