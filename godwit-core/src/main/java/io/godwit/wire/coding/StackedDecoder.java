package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;
import java.util.List;

/** Two decoders, of which one undoes what the other gives. */
final class StackedDecoder implements ContentDecoder {
  private static final int BETWEEN = 8 * 1024;

  private final ContentDecoder outer;
  private final ContentDecoder inner;

  /** What the outer one has given and the inner one has not taken. */
  private final ByteBuffer between = ByteBuffer.allocate(BETWEEN).limit(0);

  private StackedDecoder(ContentDecoder outer, ContentDecoder inner) {
    this.outer = outer;
    this.inner = inner;
  }

  /** One for all of these, which are used in this order. */
  static ContentDecoder of(List<ContentDecoder> decoders) {
    ContentDecoder inner = decoders.getLast();
    for (ContentDecoder outer : decoders.reversed().subList(1, decoders.size())) {
      inner = new StackedDecoder(outer, inner);
    }
    return inner;
  }

  @Override
  public void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content {
    boolean more = true;
    while (more) {
      inner.decode(between, plain);
      if (!plain.hasRemaining()) {
        return;
      }
      outer.decode(coded, between.clear());
      more = between.flip().hasRemaining();
    }
  }

  @Override
  public void end() throws HttpFailure.Content {
    outer.end();
    inner.end();
  }

  @Override
  public void close() {
    outer.close();
    inner.close();
  }
}
