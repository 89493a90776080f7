package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.util.Arrays;

/** Collects the content of a response in memory, up to a limit. */
final class ContentCollector {
  /** Content of unknown length begins with this much room. */
  private static final int FIRST = 8 * 1024;

  /** No array is longer. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private ContentCollector() {}

  static byte[] collect(Exchange exchange, long limit) throws HttpFailure {
    try {
      return collected(exchange, limit);
    } catch (OutOfMemoryError e) {
      exchange.abandon();
      throw e;
    }
  }

  private static byte[] collected(Exchange exchange, long limit) throws HttpFailure {
    long most = Math.min(limit, LONGEST);
    long length = exchange.head().length();
    if (length > most) {
      throw tooLarge(exchange, most);
    }
    return length >= 0 ? exactly(exchange, (int) length) : upTo(exchange, (int) most);
  }

  private static byte[] exactly(Exchange exchange, int length) throws HttpFailure {
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      at += exchange.read(content, at, length - at); // an early end throws
    }
    exchange.read(content, 0, 0); // the end itself
    return content;
  }

  private static byte[] upTo(Exchange exchange, int most) throws HttpFailure {
    byte[] content = new byte[Math.min(FIRST, most)];
    int at = 0;
    while (true) {
      if (at == content.length) {
        if (at == most) {
          return full(exchange, content);
        }
        content = Arrays.copyOf(content, (int) Math.min(most, content.length * 2L));
      }
      int count = exchange.read(content, at, content.length - at);
      if (count < 0) {
        return at == content.length ? content : Arrays.copyOf(content, at);
      }
      at += count;
    }
  }

  /** The limit is reached: fine if the content ends here. */
  private static byte[] full(Exchange exchange, byte[] content) throws HttpFailure {
    if (exchange.read(new byte[1], 0, 1) < 0) {
      return content;
    }
    throw tooLarge(exchange, content.length);
  }

  private static HttpFailure tooLarge(Exchange exchange, long most) {
    exchange.abandon();
    return new HttpFailure.LimitExceeded("content", most, Sent.YES);
  }
}
