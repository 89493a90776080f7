package io.godwit.client;

import io.godwit.http.Limits;

/**
 * How much memory one exchange of a client may hold, and what it is for. What is fixed is taken
 * away first; of the rest a third is for the head, a twelfth for trailers, up to what they may need
 * at all, and what is left is for content, which while it grows is there twice.
 *
 * @param bytes all of it
 */
record ExchangeMemory(int bytes) {
  /** Less would leave too little for a usual head. */
  static final int LEAST = 256 * 1024;

  /** What a driver reads into: {@code BufferPool} TINY and SMALL; nothing is read in bulk. */
  private static final int CONNECTION = (2 + 16) * 1024;

  /** A record read, two written, one decrypted aside. What the JDK's engine holds is its own. */
  private static final int TLS = 4 * 17 * 1024;

  /** A piece of a request's content, or all of it when it is small, and the writer's buffer. */
  private static final int REQUEST = (64 + 16) * 1024;

  private static final int FIXED = CONNECTION + TLS + REQUEST;

  /**
   * The bytes are there up to twice while a section grows, and once more as fields, with an index.
   */
  private static final int COPIES = 4;

  /** A buffer of lines grows by so much at least. */
  private static final int STEP = 1024;

  /** A field with less than that is rare, and each costs some bytes of an index. */
  private static final int FIELD = 32;

  private static final int LARGEST_HEAD = 16 * 1024;
  private static final int LARGEST_TRAILERS = 4 * 1024;

  ExchangeMemory {
    if (bytes < LEAST) {
      throw new IllegalArgumentException(
          "an exchange needs " + LEAST + " bytes of memory, and not " + bytes);
    }
  }

  /** Those limits, made so small that the promise holds. */
  Limits within(Limits asked) {
    int rest = bytes - FIXED;
    int head = Math.min(LARGEST_HEAD, (rest / 3 - STEP) / COPIES);
    int trailers = Math.min(LARGEST_TRAILERS, (rest / 12 - STEP) / COPIES);
    int content = (rest - COPIES * (head + trailers) - 2 * STEP) / 2;
    int startLine = head / 4;
    return asked
        .withStartLine(Math.min(asked.startLine(), startLine))
        .withHeaderSection(Math.min(asked.headerSection(), head - startLine))
        .withFields(Math.min(asked.fields(), head / FIELD))
        .withTrailerSection(Math.min(asked.trailerSection(), trailers))
        .withBody(Math.min(asked.body(), content));
  }
}
