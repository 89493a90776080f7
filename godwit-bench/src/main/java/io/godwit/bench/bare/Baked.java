package io.godwit.bench.bare;

import io.godwit.bench.driver.Hello;
import java.nio.charset.StandardCharsets;

/** The answer of the bare servers, made beforehand, so many times in a row. */
final class Baked {
  private static final byte[] ONE =
      """
      HTTP/1.1 200 OK\r
      Date: Sun, 06 Nov 1994 08:49:37 GMT\r
      Content-Type: %s\r
      Content-Length: %d\r
      \r
      %s"""
          .formatted(Hello.CONTENT_TYPE, Hello.LENGTH, Hello.TEXT)
          .getBytes(StandardCharsets.US_ASCII);

  /** More than a load generator has on its way over one connection. */
  static final int MOST = 64;

  private Baked() {}

  /** The most that are sent at a time. */
  static byte[] answers() {
    byte[] all = new byte[ONE.length * MOST];
    for (int i = 0; i < MOST; i++) {
      System.arraycopy(ONE, 0, all, i * ONE.length, ONE.length);
    }
    return all;
  }

  /** The length of so many. */
  static int length(int answers) {
    if (answers > MOST) {
      throw new IllegalStateException(answers + " requests at a time are more than expected");
    }
    return answers * ONE.length;
  }
}
