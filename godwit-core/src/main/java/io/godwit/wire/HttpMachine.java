package io.godwit.wire;

import java.nio.ByteBuffer;

/**
 * One end of one HTTP connection without any I/O: bytes in, events out; events in, bytes out. The
 * same contract serves every protocol version in both roles, so that drivers and protocols add up
 * instead of multiplying.
 *
 * <p>A driver hands in what it read ({@link #receive}) and calls {@link #poll} until that gives
 * {@link HttpEvent.NeedInput} or {@link HttpEvent.Paused}; it sends by {@link #send} and writes
 * what {@link #pending} gives. Any split of the input gives the same events. The machine buffers no
 * content: what it has no place for stays in the driver's buffer, and that is the back-pressure.
 *
 * <pre>{@code
 * long stream = machine.nextStream();
 * machine.send(new RequestHead(stream, Method.GET, "/", Version.HTTP_1_1, headers, 0));
 * machine.send(new End(stream, Headers.empty()));
 * int count = machine.pending(buffers);           // write these
 * machine.receive(input);                         // what was read
 * for (HttpEvent e = machine.poll(); !(e instanceof NeedInput); e = machine.poll()) {
 *   log(e.toString());
 * }
 * }</pre>
 *
 * <p>Not safe between threads: one driver at a time.
 */
public interface HttpMachine {
  /**
   * Hands in bytes that were read. The machine keeps the reference and moves the position as it
   * takes bytes, until the next call; bytes it has not taken are to be handed in again.
   */
  void receive(ByteBuffer input);

  /** The peer has ended its side of the connection; nothing follows what was received. */
  void receiveEof();

  /**
   * The time the driver gave the peer is over: the next {@link #poll} gives {@link
   * HttpEvent.Expired}. Sending still works, so that a server can answer 408.
   *
   * @param now monotonic, in nanoseconds
   */
  void expire(long now);

  /** The next event. Never null; the final ones come again and again. */
  HttpEvent poll();

  /**
   * The number for the next message this end begins (client), or of the exchange that is under way
   * (server).
   */
  long nextStream();

  /**
   * Sends a part of a message.
   *
   * @throws io.godwit.http.InvalidMessage when the part is not allowed here or breaks a rule of
   *     HTTP; nothing of it is sent then
   */
  void send(HttpEvent event);

  /** Gives credit back: so many content bytes of the stream were consumed. */
  void consumed(long stream, long bytes);

  /** Abandons a stream. In HTTP/1.1 that is the end of the connection. */
  void reset(long stream, long code);

  /** Lets the exchange under way finish and begins no other. */
  void drain();

  /** Ends the connection at once. */
  void close();

  /** How many content bytes may be sent on the stream now. */
  long sendable(long stream);

  /**
   * The bytes to write, in order, as far as there are places for them. A driver advances their
   * positions by writing; what is drained is forgotten at the next call.
   *
   * @return how many places were filled; 0 when there is nothing to write
   */
  int pending(ByteBuffer[] into);

  /**
   * How many of the next bytes on the connection are content and nothing else, so that a driver may
   * move them past the machine; {@link Long#MAX_VALUE} for all up to the end of the connection, 0
   * when the machine must see them.
   */
  long passThrough();

  /** So many content bytes went past the machine, at most {@link #passThrough()}. */
  void passed(long bytes);

  /**
   * How many of the next bytes that are written may be content and nothing else, so that a driver
   * may move them past the machine: of content of known length what is left of it, once all that is
   * {@link #pending} was written. 0 when the machine must see them.
   */
  long passOut();

  /** So many content bytes were written past the machine, at most {@link #passOut()}. */
  void passedOut(long bytes);

  /** Whether no exchange is under way and another may begin. */
  boolean reusable();

  /** When the machine itself wants to be called, monotonic nanoseconds; MAX_VALUE for never. */
  long deadline();
}
