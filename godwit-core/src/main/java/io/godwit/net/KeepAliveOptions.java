package io.godwit.net;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Sets what is in the module {@code jdk.net}, which may be missing. Touched by way of {@link
 * #apply} alone, which looks first.
 */
final class KeepAliveOptions {
  private KeepAliveOptions() {}

  /** Turns keep-alive on, with these times. */
  static void apply(SocketChannel socket, TcpKeepAlive times) throws IOException {
    boolean present =
        ModuleLayer.boot()
            .findModule("jdk.net")
            .filter(KeepAliveOptions.class.getModule()::canRead)
            .isPresent();
    if (!present) {
      throw new HttpFailure.Unsupported("times of TCP keep-alive without the module jdk.net");
    }
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    Times.set(socket, times);
  }

  /** Loaded only when the module is there. */
  private static final class Times {
    private Times() {}

    static void set(SocketChannel socket, TcpKeepAlive times) throws IOException {
      set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, (int) times.idle().toSeconds());
      set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, (int) times.interval().toSeconds());
      set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, times.probes());
    }

    private static void set(SocketChannel socket, SocketOption<Integer> option, int value)
        throws IOException {
      if (!socket.supportedOptions().contains(option)) {
        throw new HttpFailure.Unsupported(option.name() + " on this operating system");
      }
      socket.setOption(option, value);
    }
  }
}
