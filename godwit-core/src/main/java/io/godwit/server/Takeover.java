package io.godwit.server;

import io.godwit.net.Channel;
import java.io.IOException;

/**
 * Goes on with a connection after HTTP: another protocol that was switched to ({@link
 * ServerRequest#upgrade}), or a tunnel ({@link ServerRequest#tunnel}).
 */
@FunctionalInterface
public interface Takeover {
  /**
   * Has the connection to itself, on the connection's thread, until it returns. What the client has
   * sent early is read first. Reads and writes have no deadline but those that this method gives
   * itself, such as with {@link io.godwit.net.Watchdog}.
   *
   * <p>When the client has gone before it could be told, this runs all the same, with reads and
   * writes that fail at once: so what a handler has opened for the takeover is closed in here.
   *
   * <p>When the server is closed, reading ends as if the client had ended its side, so that there
   * is time to say goodbye; after the grace the connection is cut and the thread interrupted. After
   * the return the output ends, what still comes is thrown away for {@link
   * ServerTimeouts#linger()}, and the connection is closed.
   *
   * @throws IOException when the connection is lost; whatever is thrown cuts it
   */
  void run(Channel channel) throws IOException;
}
