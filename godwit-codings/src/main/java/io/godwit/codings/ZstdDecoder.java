package io.godwit.codings;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.godwit.http.HttpFailure;
import io.godwit.wire.coding.ContentDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Undoes zstd: frames one after the other. */
final class ZstdDecoder implements ContentDecoder {
  private static final long MAX_WINDOW = 8L * 1024 * 1024;
  private static final String INVALID = "the content is not valid zstd: ";
  private static final String FOLLOWS = "something follows the end of the zstd content: ";
  private static final int PIECE = 8 * 1024;

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

  /** The library reads and writes direct buffers only. */
  private final ByteBuffer input =
      ByteBuffer.allocateDirect(PIECE + ZstdFrameHeader.LONGEST).limit(0);

  private final ByteBuffer output = ByteBuffer.allocateDirect(PIECE).limit(0);

  /** Of the frame that begins; null within a frame. */
  private @Nullable ZstdFrameHeader header = new ZstdFrameHeader();

  private long frames;

  /** Whether nothing of the present frame was decoded. */
  private boolean begins;

  /** Whether the last output had no more room, so that there may be more of it. */
  private boolean filled;

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    while (give(plain)) {
      if (header != null && !beginFrame(header, coded)) {
        return;
      }
      if (!input.hasRemaining()) {
        fill(coded);
      }
      if (!input.hasRemaining() && !filled) {
        return;
      }
      step();
    }
  }

  /** False when there is no more room. */
  private boolean give(ByteBuffer plain) {
    int count = Math.min(output.remaining(), plain.remaining());
    plain.put(plain.position(), output, output.position(), count);
    plain.position(plain.position() + count);
    output.position(output.position() + count);
    return plain.hasRemaining();
  }

  /** Reads the beginning of a frame; false when there is too little of it. */
  private boolean beginFrame(ZstdFrameHeader begun, ByteBuffer coded) throws HttpFailure.Content {
    boolean whole = false;
    while (!whole) {
      ByteBuffer from = input.hasRemaining() ? input : coded;
      if (!from.hasRemaining()) {
        return false;
      }
      whole = begun.take(from.get());
    }
    if (begun.window() > MAX_WINDOW) {
      throw new HttpFailure.Content(
          "the zstd content wants a window of "
              + begun.window()
              + " bytes, more than "
              + MAX_WINDOW,
          null);
    }
    header = null;
    begins = true;
    byte[] rest = new byte[input.remaining()];
    input.get(rest);
    input.clear().put(begun.bytes(), 0, begun.length()).put(rest).flip();
    return true;
  }

  private void fill(ByteBuffer coded) {
    int count = Math.min(PIECE, coded.remaining());
    input.clear().put(0, coded, coded.position(), count).limit(count);
    coded.position(coded.position() + count);
  }

  private void step() throws HttpFailure.Content {
    boolean atBegin = begins;
    begins = false;
    try {
      boolean ended = zstd.decompressDirectByteBufferStream(output.clear(), input);
      filled = !output.hasRemaining() && !ended;
      output.flip();
      if (ended) {
        frames++;
        header = new ZstdFrameHeader();
      }
    } catch (ZstdException e) {
      output.limit(0);
      String what = frames > 0 && atBegin ? FOLLOWS : INVALID;
      throw new HttpFailure.Content(what + e.getMessage(), e);
    }
  }

  @Override
  public void end() throws HttpFailure.Content {
    ZstdFrameHeader begun = header;
    if (frames == 0 || begun == null || begun.length() > 0) {
      throw new HttpFailure.Content("the zstd content is cut off", null);
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
