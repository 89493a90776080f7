package io.godwit.wire.proxy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a balancer writes before the bytes of the client whose connection it passes on: a line of
 * text in version 1, a block of bytes in version 2.
 *
 * <pre>{@code
 * ByteBuffer arrived = ByteBuffer.wrap(one);
 * switch (ProxyHeader.read(arrived)) {
 *   case ProxyHeader.Whole whole -> arrived.position(arrived.position() + whole.size());
 *   case ProxyHeader.Incomplete _ -> log("more has to come");
 *   case ProxyHeader.Malformed malformed -> log(malformed.reason());
 * }
 * }</pre>
 *
 * <p>Only who is known to be a balancer may be believed, and must send one: whether there is a
 * header is not to be guessed (section 5 of the specification). Additional values of version 2 are
 * passed over.
 */
public sealed interface ProxyHeader {
  /** The longest header that is taken, in bytes: of version 2 with many additional values. */
  int LONGEST = 4096;

  /** What has arrived can be the beginning of one. */
  record Incomplete() implements ProxyHeader {}

  /**
   * It is none, or breaks the rules; nothing that follows can be believed either.
   *
   * @param reason which rule, without what was received
   */
  record Malformed(String reason) implements ProxyHeader {}

  /**
   * A whole one.
   *
   * @param size in bytes; what stands behind is the client's
   * @param route of the client's connection; empty when the balancer speaks for itself, such as to
   *     find out whether the server lives, or when the addresses are not of TCP
   */
  record Whole(int size, Optional<Route> route) implements ProxyHeader {}

  /** From where to where the client has connected. */
  record Route(InetSocketAddress source, InetSocketAddress destination) {}

  /** Looks at what has arrived, from its position on, and leaves it as it is. */
  static ProxyHeader read(ByteBuffer arrived) {
    return new ProxyHeaderReader(arrived.slice()).read();
  }
}
