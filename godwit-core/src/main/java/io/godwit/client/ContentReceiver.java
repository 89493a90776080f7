package io.godwit.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the content of a response as it arrives, piece by piece; see {@link CallBuilder#onData}.
 * Nothing is read while it works, so a slow one slows the server down: that is the back-pressure.
 */
@FunctionalInterface
public interface ContentReceiver {
  /**
   * Takes a piece, with one byte at least; codings are undone.
   *
   * @param piece read-only, and only good until the method returns
   * @throws IOException when no more can be taken; the call fails with {@link
   *     io.godwit.http.HttpFailure.CallerBody}
   */
  void receive(ByteBuffer piece) throws IOException;
}
