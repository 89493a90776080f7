package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/**
 * Content that is handed over in pieces, to its end.
 *
 * @param to who takes them
 * @param most the largest piece, in bytes
 */
record ContentPieces(ContentReceiver to, int most) {
  /** The largest piece when nothing else is asked for. */
  static final int USUAL = 64 * 1024;

  ContentPieces {
    Objects.requireNonNull(to, "receiver");
    if (most < 1) {
      throw new IllegalArgumentException("pieces of " + most + " bytes come to nothing");
    }
  }

  void hand(ReadableByteChannel content) throws HttpFailure {
    ByteBuffer piece = ByteBuffer.allocate(most);
    try {
      while (content.read(piece.clear()) >= 0) {
        give(piece.flip().asReadOnlyBuffer());
      }
    } catch (IOException e) {
      throw Failures.of(e, Sent.YES);
    }
  }

  private void give(ByteBuffer piece) throws HttpFailure {
    try {
      to.receive(piece);
    } catch (HttpFailure failure) {
      throw failure;
    } catch (IOException e) {
      throw new HttpFailure.CallerBody(
          "the receiver of the content: " + Failures.reason(e), Sent.YES, e);
    }
  }
}
