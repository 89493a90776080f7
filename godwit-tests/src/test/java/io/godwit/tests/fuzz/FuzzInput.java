package io.godwit.tests.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An input in two parts: a first line of options, each a number from 0 to 63 written as a character
 * ({@code @} is 0, {@code A} is 1), and the payload behind it. So a corpus can be read, and written
 * by hand.
 */
final class FuzzInput {
  /** The longest first line; without a line break in there all is payload. */
  private static final int OPTIONS = 40;

  private final byte[] bytes;
  private final int optionsEnd;
  private int nextOption;
  private int at;

  FuzzInput(byte[] bytes) {
    this.bytes = bytes;
    int end = 0;
    while (end < bytes.length && end < OPTIONS && bytes[end] != '\n') {
      end++;
    }
    boolean line = end < bytes.length && bytes[end] == '\n';
    this.optionsEnd = line ? end : 0;
    this.at = line ? end + 1 : 0;
  }

  /** The next option; 0 when there are no more. */
  int option() {
    return nextOption < optionsEnd ? bytes[nextOption++] & 0x3F : 0;
  }

  /** The next option, as a number below the bound. */
  int option(int bound) {
    return option() % bound;
  }

  /** Whether options are left. */
  boolean hasOptions() {
    return nextOption < optionsEnd;
  }

  /** The payload that was not read yet. */
  byte[] payload() {
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    at = bytes.length;
    return rest;
  }

  /** The payload up to the next line feed, a character per byte; empty at the end. */
  String line() {
    int from = at;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    String line = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    at = Math.min(at + 1, bytes.length);
    return line;
  }

  /** Whether some of the payload was not read yet. */
  boolean hasPayload() {
    return at < bytes.length;
  }
}
