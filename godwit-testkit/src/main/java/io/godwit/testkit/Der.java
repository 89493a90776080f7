package io.godwit.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What a certificate needs of the distinguished encoding rules (ITU-T X.690). */
final class Der {
  static final int OCTETS = 0x04;

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8 = 0x0C;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  private static final DateTimeFormatter LONG_YEAR =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHORT_YEAR =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant LONG_YEARS_FROM = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  /** Any value: its tag, its length, its parts one behind the other. */
  static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    writeLength(value, content.size());
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  /** A tag of the context, {@code [number]}, around what is constructed of other values. */
  static byte[] tagged(int number, byte[]... parts) {
    return value(0xA0 | number, parts);
  }

  /** A tag of the context, {@code [number]}, instead of that of a plain value. */
  static byte[] implicit(int number, byte[] content) {
    return value(0x80 | number, content);
  }

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] bool(boolean value) {
    return value(BOOLEAN, new byte[] {(byte) (value ? 0xFF : 0)});
  }

  static byte[] integer(BigInteger value) {
    return value(INTEGER, value.toByteArray());
  }

  static byte[] utf8(String text) {
    return value(UTF8, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A string of whole octets, as a string of bits. */
  static byte[] bits(byte[] octets) {
    return value(BITS, new byte[] {0}, octets);
  }

  /** Flags, the first being the highest bit of one octet, the last set bit ending the string. */
  static byte[] flags(int octet) {
    return value(BITS, new byte[] {(byte) Integer.numberOfTrailingZeros(octet)}, octet(octet));
  }

  /** A moment; years from 2050 on have four digits (RFC 5280 section 4.1.2.5). */
  static byte[] time(Instant moment) {
    return moment.isBefore(LONG_YEARS_FROM)
        ? value(UTC_TIME, ascii(SHORT_YEAR.format(moment)))
        : value(GENERALIZED_TIME, ascii(LONG_YEAR.format(moment)));
  }

  /** An object identifier such as {@code 2.5.29.17}. */
  static byte[] identifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeBase128(content, Integer.parseInt(arcs[i]));
    }
    return value(OBJECT_IDENTIFIER, content.toByteArray());
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] octet(int octet) {
    return new byte[] {(byte) octet};
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] octets = BigInteger.valueOf(length).toByteArray();
    int skip = octets[0] == 0 ? 1 : 0;
    out.write(0x80 | (octets.length - skip));
    out.write(octets, skip, octets.length - skip);
  }

  private static void writeBase128(ByteArrayOutputStream out, int arc) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (arc >>> shift != 0) {
        out.write((arc >>> shift & 0x7F) | 0x80);
      }
    }
    out.write(arc & 0x7F);
  }
}
