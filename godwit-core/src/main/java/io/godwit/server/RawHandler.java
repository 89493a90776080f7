package io.godwit.server;

import io.godwit.net.Channel;
import java.io.IOException;

/**
 * Serves whole connections in place of HTTP, for a protocol of one's own: below {@link Handler},
 * with the server's listeners, TLS, limits of connections and graceful end. What is in {@code
 * io.godwit.wire} can be used: here a server that answers each HTTP request with its target.
 *
 * <pre>{@code
 * RawHandler echo = channel -> {
 *   var driver = new io.godwit.net.blocking.BlockingDriver(
 *       io.godwit.wire.h1.H1Machine.server(io.godwit.wire.h1.H1Settings.server()),
 *       channel, Clock.system(), io.godwit.net.Watchdog.system());
 *   long patience = 30_000_000_000L;
 *   Clock clock = Clock.system();
 *   while (driver.next(clock.nanos() + patience) instanceof HttpEvent.RequestHead head) {
 *     byte[] target = head.target().getBytes();
 *     driver.send(new HttpEvent.ResponseHead(
 *         head.stream(), head.version(), Status.OK, "", Headers.empty(), target.length));
 *     driver.send(new HttpEvent.Data(head.stream(), ByteBuffer.wrap(target)));
 *     driver.send(new HttpEvent.End(head.stream(), Headers.empty()));
 *     driver.flush(clock.nanos() + patience);
 *     driver.next(clock.nanos() + patience); // the end of the request, which has no content
 *   }
 *   driver.handOver();
 * };
 * }</pre>
 *
 * <p>Several threads call it at the same time; it must be safe for that.
 */
@FunctionalInterface
public interface RawHandler {
  /**
   * Serves one connection, on its own virtual thread, after the handshake of TLS if there is one.
   * Deadlines, the end of the server and what follows the return are as for {@link Takeover#run}.
   *
   * @throws IOException when the connection is lost; whatever is thrown cuts it
   */
  void serve(Channel channel) throws IOException;
}
