package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;

/**
 * Refuses content that grows out of proportion. Content without a single byte is no content,
 * whatever coding it is said to have.
 */
final class GuardedDecoder implements ContentDecoder {
  /** So much may come out of anything, in bytes: small content can be very regular. */
  private static final long FREE = 8L * 1024 * 1024;

  private final ContentDecoder decoder;
  private final int maxExpansion;
  private long taken;
  private long given;

  GuardedDecoder(ContentDecoder decoder, int maxExpansion) {
    this.decoder = decoder;
    this.maxExpansion = maxExpansion;
  }

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    int in = coded.position();
    int out = plain.position();
    decoder.decode(coded, plain);
    taken += coded.position() - in;
    given += plain.position() - out;
    if (given > FREE && given / maxExpansion > taken) {
      throw new HttpFailure.Content(
          "the content is more than " + maxExpansion + " times as long as what was sent for it",
          null);
    }
  }

  @Override
  public void end() throws HttpFailure.Content {
    if (taken > 0) {
      decoder.end();
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
