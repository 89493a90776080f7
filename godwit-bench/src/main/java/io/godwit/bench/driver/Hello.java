package io.godwit.bench.driver;

import java.nio.charset.StandardCharsets;

/** The answer of every server under test: 200 with these two fields, this text, and a Date. */
public final class Hello {
  public static final String TEXT = "Hello, World!";
  public static final String CONTENT_TYPE = "text/plain; charset=utf-8";
  public static final int LENGTH = TEXT.length();

  private Hello() {}

  /** A new array. */
  public static byte[] bytes() {
    return TEXT.getBytes(StandardCharsets.US_ASCII);
  }
}
