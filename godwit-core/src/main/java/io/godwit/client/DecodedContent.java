package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import io.godwit.net.BufferPool;
import io.godwit.wire.coding.ContentDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Content whose codings are undone while it is read. */
final class DecodedContent implements Content {
  private final Content source;
  private final ContentDecoder decoder;

  /** What has arrived and is not decoded; null once nothing more is wanted. */
  private @Nullable ByteBuffer coded = BufferPool.SMALL.take().limit(0);

  private boolean sourceEnded;
  private boolean ended;
  private @Nullable HttpFailure failure;

  DecodedContent(Content source, ContentDecoder decoder) {
    this.source = source;
    this.decoder = decoder;
  }

  @Override
  public boolean decoded() {
    return true;
  }

  /** Nobody can know. */
  @Override
  public long length() {
    return -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws HttpFailure {
    return read(ByteBuffer.wrap(into, offset, length));
  }

  @Override
  public int read(ByteBuffer into) throws HttpFailure {
    if (failure != null) {
      throw failure;
    }
    try {
      return ended ? -1 : decode(into);
    } catch (HttpFailure why) {
      failure = why;
      abandon();
      throw why;
    } catch (RuntimeException | Error why) { // of a coding that somebody has brought
      abandon();
      throw why;
    }
  }

  private int decode(ByteBuffer into) throws HttpFailure {
    int from = into.position();
    while (into.hasRemaining()) {
      ByteBuffer input = coded;
      if (input == null) {
        throw new HttpFailure.Cancelled(Sent.YES); // given up meanwhile
      }
      decoder.decode(input, into);
      if (into.position() > from) {
        break;
      }
      if (sourceEnded) {
        decoder.end();
        ended = true;
        release();
        return -1;
      }
      sourceEnded = source.read(input.clear()) < 0;
      input.flip();
    }
    return into.position() - from;
  }

  /** On the thread that reads, or when nothing reads any more. */
  private void release() {
    ByteBuffer input = coded;
    if (input != null) {
      coded = null;
      BufferPool.SMALL.give(input);
      decoder.close();
    }
  }

  @Override
  public boolean ended() {
    return coded == null && source.ended();
  }

  @Override
  public boolean endedWithoutReading() {
    boolean all = source.endedWithoutReading();
    if (all) {
      release();
    }
    return all;
  }

  @Override
  public void abandon() {
    source.abandon();
    release();
  }

  @Override
  public void abort() {
    source.abort();
  }

  @Override
  public Headers trailers() {
    if (!ended) {
      throw new IllegalStateException("trailers come after the content, which was not read");
    }
    return source.trailers();
  }
}
