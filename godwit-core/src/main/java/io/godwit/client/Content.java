package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;

/** Where the content of a response comes from. Read by one thread at a time. */
interface Content {
  /** In bytes; negative when it is not known beforehand. */
  long length();

  /** Whether codings were undone, of which the header section still tells. */
  default boolean decoded() {
    return false;
  }

  /**
   * Reads some.
   *
   * @return the number of bytes; -1 at the end, which a length of 0 asks for as well
   * @throws HttpFailure when the content does not arrive whole; it is over then
   */
  int read(byte[] into, int offset, int length) throws HttpFailure;

  /**
   * Reads some into a buffer: by way of an array of at most 8 KiB, unless there is a shorter one.
   *
   * @return the number of bytes; -1 at the end
   * @throws HttpFailure as for an array
   */
  default int read(ByteBuffer into) throws HttpFailure {
    byte[] piece = new byte[Math.min(into.remaining(), 8 * 1024)];
    int count = read(piece, 0, piece.length);
    if (count > 0) {
      into.put(piece, 0, count);
    }
    return count;
  }

  /** How many bytes can be read without waiting; 0 when that is not known. */
  default int available() {
    return 0;
  }

  /** Whether nothing follows and nothing is held any more. */
  boolean ended();

  /** Takes what is there already; true when that was all. */
  boolean endedWithoutReading();

  /** Gives it up. Does nothing once it has ended. */
  void abandon();

  /** Ends it from another thread; the one that reads then fails. */
  void abort();

  /**
   * The trailer fields.
   *
   * @throws IllegalStateException when the content was not read to its end
   */
  Headers trailers();
}
