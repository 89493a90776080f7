package io.godwit.codings;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import io.godwit.http.HttpFailure;
import io.godwit.wire.coding.ContentDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Undoes brotli. */
final class BrotliDecoder implements ContentDecoder {
  private static final int INPUT = 8 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private DecoderJNI.@Nullable Wrapper decoder;

  /** What the decoder has given and there was no room for; its own memory. */
  private ByteBuffer given = NOTHING;

  private boolean ended;

  BrotliDecoder() {
    try {
      decoder = new DecoderJNI.Wrapper(INPUT);
    } catch (IOException e) {
      throw new IllegalStateException("no memory for a brotli decoder", e);
    }
  }

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    DecoderJNI.Wrapper brotli = decoder;
    if (brotli == null) {
      throw new IllegalStateException("the decoder was closed");
    }
    while (give(plain)) {
      switch (brotli.getStatus()) {
        case DONE -> {
          ended = true;
          if (coded.hasRemaining()) {
            throw new HttpFailure.Content("something follows the end of the brotli content", null);
          }
          return;
        }
        case OK -> brotli.push(0);
        case NEEDS_MORE_OUTPUT -> given = brotli.pull();
        case NEEDS_MORE_INPUT -> {
          if (brotli.hasOutput()) {
            given = brotli.pull();
          } else if (coded.hasRemaining()) {
            push(brotli, coded);
          } else {
            return;
          }
        }
        case ERROR -> throw new HttpFailure.Content("the content is not valid brotli", null);
      }
    }
  }

  /** False when there is no more room. */
  private boolean give(ByteBuffer plain) {
    int count = Math.min(given.remaining(), plain.remaining());
    plain.put(plain.position(), given, given.position(), count);
    plain.position(plain.position() + count);
    given.position(given.position() + count);
    return plain.hasRemaining();
  }

  private static void push(DecoderJNI.Wrapper brotli, ByteBuffer coded) {
    ByteBuffer input = brotli.getInputBuffer().clear();
    int count = Math.min(input.remaining(), coded.remaining());
    input.put(0, coded, coded.position(), count);
    coded.position(coded.position() + count);
    brotli.push(count);
  }

  @Override
  public void end() throws HttpFailure.Content {
    if (!ended) {
      throw new HttpFailure.Content("the brotli content is cut off", null);
    }
  }

  @Override
  public void close() {
    given = NOTHING;
    if (decoder != null) {
      decoder.destroy();
      decoder = null;
    }
  }
}
