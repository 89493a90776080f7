package io.godwit.wire.h1;

import io.godwit.wire.HttpEvent.RequestHead;
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

  /**
   * Looks at the head of a request as the client's end would before it sends it, but for what
   * depends on the connection.
   *
   * @throws io.godwit.http.InvalidMessage when it cannot be sent as it is
   */
  public static void check(RequestHead head) {
    H1Client.check(head);
  }

  /** The server's end of a new connection. */
  public static HttpMachine server(H1Settings settings) {
    return new H1Server(settings);
  }
}
