package io.godwit.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A connected byte pipe: TCP, a Unix-domain socket, or TLS over either. Reads and writes block; one
 * thread may read while another writes. {@link #shutdownInput} and {@link #close} may come from any
 * thread and end what blocks.
 */
public interface Channel extends Closeable {
  /**
   * Reads at least one byte into the buffer.
   *
   * @return the number of bytes read; -1 when the peer has ended its side properly or the input was
   *     shut down
   * @throws IOException when the connection is broken or closed
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Reads what has already arrived, without blocking. Only while no other thread reads.
   *
   * @return the number of bytes read; 0 when nothing is there; -1 as for {@link #read}
   * @throws IOException when the connection is broken or closed
   */
  int readNow(ByteBuffer into) throws IOException;

  /**
   * Writes all that remains in the buffers, advancing their positions.
   *
   * @throws IOException when the connection is broken or closed
   */
  void write(ByteBuffer[] from, int count) throws IOException;

  /**
   * Writes some of what remains in the buffers, advancing their positions: returns as soon as the
   * peer's side has taken something, so that who has a deadline sees that it goes on. A channel
   * that does not know writes all of it. On a platform thread the system waits for all of it.
   *
   * @return whether nothing is left to write, in the buffers or in the channel; otherwise to be
   *     called again with the same buffers
   * @throws IOException when the connection is broken or closed
   */
  default boolean writeSome(ByteBuffer[] from, int count) throws IOException {
    write(from, count);
    return true;
  }

  /**
   * Writes a part of a file, in pieces of 64 KiB at most, waiting for the peer at most once; some
   * channels need not read it for that. A channel that encrypts may keep some of it, which leaves
   * by {@link #writeSome}, of nothing if need be, before anything else is transferred.
   *
   * @param position where in the file it begins
   * @param count how many bytes at most
   * @return the number of bytes taken, which may be fewer; 0 when the file ends before them
   * @throws IOException when the file cannot be read, or the connection is broken or closed
   */
  default long transfer(FileChannel from, long position, long count) throws IOException {
    ByteBuffer piece = BufferPool.LARGE.take();
    try {
      piece.limit((int) Math.min(piece.capacity(), count));
      if (from.read(piece, position) <= 0) {
        return 0;
      }
      ByteBuffer[] pieces = {piece.flip()};
      boolean all = false;
      while (!all && piece.position() == 0) {
        all = writeSome(pieces, 1);
      }
      return piece.position();
    } finally {
      BufferPool.LARGE.give(piece);
    }
  }

  /** Ends reading: a blocked read returns -1, writing goes on. */
  void shutdownInput() throws IOException;

  /**
   * Writes what is taken without waiting, advancing the position. Only while no other thread reads
   * or writes.
   *
   * @return the number of bytes, 0 also when this channel has no way to do it
   * @throws IOException when the connection is broken or closed
   */
  default int writeNow(ByteBuffer from) throws IOException {
    return 0;
  }

  /** Ends writing, so that the peer sees the end of the stream; reading goes on. */
  void shutdownOutput() throws IOException;

  /**
   * Whether the connection still looks usable for another exchange: open, and nothing to read, not
   * even an end. Does not block. Only while no other thread reads.
   */
  boolean quiet();

  /**
   * Gives back what only a message under way needs; the connection may be idle for long. Only by
   * the thread that reads; what another one is writing is left alone.
   */
  default void rest() {}

  /** The peer's address. */
  SocketAddress remote();

  /** The address at this end; empty where there is none, such as in memory. */
  default Optional<SocketAddress> local() {
    return Optional.empty();
  }

  /** The TLS session; empty for a connection in the clear. */
  Optional<SSLSession> tls();

  /**
   * Whether the TLS session was begun by an earlier connection and only taken up again (RFC 8446
   * section 2.2), which costs a handshake less.
   */
  default boolean resumed() {
    return false;
  }

  /**
   * Closes the channel so that the peer sees that something is missing, where an end in peace could
   * be taken for the end of the message. A TCP connection is reset; a Unix-domain socket has no
   * such thing and is closed.
   */
  default void reset() {
    close();
  }

  /**
   * Closes a channel at rest: says goodbye where that is usual (close_notify of TLS), if it costs
   * no wait. Only while no other thread reads or writes.
   */
  default void leave() {
    close();
  }

  /**
   * Ends both directions at once and frees the socket; does not block, and a second call does
   * nothing. An owner that parts in peace calls {@link #shutdownOutput} first.
   */
  @Override
  void close();
}
