package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes deflate: the zlib format (RFC 1950), as RFC 9110 section 8.4.1.2 says, or raw deflate data
 * (RFC 1951), which some servers send under that name. The first byte tells them apart: a zlib
 * header has 8 in its low half, with which no encoder begins raw data, for it would stand for an
 * uncompressed block whose padding is not zero.
 */
final class DeflateDecoder implements ContentDecoder {
  private static final String CODING = "deflate";

  private @Nullable RawInflater inflater;
  private boolean ended;

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    if (inflater == null) {
      if (!coded.hasRemaining()) {
        return;
      }
      boolean zlib = (coded.get(coded.position()) & 0x0F) == 8;
      inflater = new RawInflater(CODING, !zlib);
    }
    if (!ended) {
      ended = inflater.inflate(coded, plain);
    }
    if (ended && coded.hasRemaining()) {
      throw new HttpFailure.Content("something follows the end of the deflate content", null);
    }
  }

  @Override
  public void end() throws HttpFailure.Content {
    if (!ended) {
      throw new HttpFailure.Content("the deflate content is cut off", null);
    }
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.close();
    }
  }
}
