package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The JDK's inflater, with buffers in and out, and failures that say which coding they are of. */
final class RawInflater implements AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Inflater inflater;
  private final String coding;

  /**
   * An inflater.
   *
   * @param nowrap whether the data is raw (RFC 1951), without the header of RFC 1950
   */
  RawInflater(String coding, boolean nowrap) {
    this.coding = coding;
    this.inflater = new Inflater(nowrap);
  }

  /** Takes and gives what it can; true at the end of the compressed data. */
  boolean inflate(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    inflater.setInput(coded);
    try {
      int before;
      do {
        before = coded.remaining() + plain.remaining();
        int _ = inflater.inflate(plain);
      } while (!inflater.finished() && coded.remaining() + plain.remaining() < before);
    } catch (DataFormatException e) {
      throw new HttpFailure.Content("the content is not valid " + coding + reason(e), e);
    } finally {
      inflater.setInput(NOTHING); // the buffer belongs to the caller
    }
    if (inflater.needsDictionary()) {
      throw new HttpFailure.Content(
          "the content is " + coding + " with a dictionary that is not known here", null);
    }
    return inflater.finished();
  }

  private static String reason(DataFormatException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }

  /** Begins anew. */
  void reset() {
    inflater.reset();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
