package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import java.nio.ByteBuffer;

/**
 * Undoes a coding of one message's content, piece by piece. Confined to one thread at a time.
 *
 * <pre>{@code
 * try (ContentDecoder decoder = ContentCodings.standard().decoder(List.of("gzip"))) {
 *   while (source.read(coded.clear()) >= 0) {
 *     coded.flip();
 *     do {
 *       decoder.decode(coded, plain.clear());
 *       use(plain.flip());
 *     } while (plain.limit() == plain.capacity() || coded.hasRemaining());
 *   }
 *   decoder.end();
 * }
 * }</pre>
 */
public interface ContentDecoder extends AutoCloseable {
  /**
   * Decodes until there is nothing left to decode, or no room for it. When it has filled the room,
   * there may be more to come from what it has taken already: call again, with more room, before
   * giving it more.
   *
   * @param coded what has arrived; all of it is taken unless {@code plain} is full
   * @param plain where the result goes
   * @throws HttpFailure.Content when the content is not of this coding, goes on after its end, or
   *     is refused for its size
   */
  void decode(ByteBuffer coded, ByteBuffer plain) throws HttpFailure.Content;

  /**
   * Nothing follows.
   *
   * @throws HttpFailure.Content when something is missing
   */
  void end() throws HttpFailure.Content;

  /** Gives back what it holds, such as memory outside of the heap; a second call does nothing. */
  @Override
  void close();
}
