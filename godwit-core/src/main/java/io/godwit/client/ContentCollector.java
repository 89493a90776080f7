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

  static byte[] collect(Content source, long limit) throws HttpFailure {
    try {
      return collected(source, limit);
    } catch (OutOfMemoryError e) {
      source.abandon();
      throw e;
    }
  }

  private static byte[] collected(Content source, long limit) throws HttpFailure {
    long most = most(limit);
    long length = source.length();
    if (length > most) {
      throw tooLarge(source, most);
    }
    return length >= 0 ? exactly(source, (int) length) : upTo(source, (int) most);
  }

  /** That limit, or what an array can hold. */
  static int most(long limit) {
    return (int) Math.min(limit, LONGEST);
  }

  private static byte[] exactly(Content source, int length) throws HttpFailure {
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      at += source.read(content, at, length - at); // an early end throws
    }
    source.read(content, 0, 0); // the end itself
    return content;
  }

  private static byte[] upTo(Content source, int most) throws HttpFailure {
    byte[] content = new byte[Math.min(FIRST, most)];
    int at = 0;
    while (true) {
      if (at == content.length) {
        if (at == most) {
          return full(source, content);
        }
        content = Arrays.copyOf(content, (int) Math.min(most, content.length * 2L));
      }
      int count = source.read(content, at, content.length - at);
      if (count < 0) {
        return at == content.length ? content : Arrays.copyOf(content, at);
      }
      at += count;
    }
  }

  /** The limit is reached: fine if the content ends here. */
  private static byte[] full(Content source, byte[] content) throws HttpFailure {
    if (source.read(new byte[1], 0, 1) < 0) {
      return content;
    }
    throw tooLarge(source, content.length);
  }

  private static HttpFailure tooLarge(Content source, long most) {
    source.abandon();
    return new HttpFailure.LimitExceeded("content", most, Sent.YES);
  }
}
