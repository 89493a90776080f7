package io.godwit.wire.h1;

import io.godwit.wire.HttpMachine;

/**
 * HTTP/1.1 and HTTP/1.0 machines for both roles. Usable alone: no I/O, no threads, no clock.
 *
 * <pre>{@code
 * HttpMachine client = H1Machine.client(H1Settings.client());
 * }</pre>
 */
public final class H1Machine {
  private H1Machine() {}

  /**
   * The client's end of a new connection. Any number of requests may be sent ahead (pipelining).
   */
  public static HttpMachine client(H1Settings settings) {
    return new H1Client(settings);
  }

  /** The server's end of a new connection. */
  public static HttpMachine server(H1Settings settings) {
    return new H1Server(settings);
  }
}
