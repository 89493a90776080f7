package io.godwit.tests.server;

import io.godwit.net.Channel;
import io.godwit.server.ConnectionSource;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes how large the buffer is that a connection waits with for what comes. */
final class RoomOfReads {
  private RoomOfReads() {}

  static ConnectionSource noting(AtomicInteger room, ConnectionSource source) {
    return new ConnectionSource() {
      @Override
      public Channel accept() throws IOException {
        return around(source.accept(), room);
      }

      @Override
      public boolean open() {
        return source.open();
      }

      @Override
      public void close() {
        source.close();
      }

      @Override
      public String authority() {
        return source.authority();
      }
    };
  }

  private static Channel around(Channel channel, AtomicInteger room) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().equals("read")) {
            room.set(((ByteBuffer) arguments[0]).capacity());
          }
          try {
            return method.invoke(channel, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, handler);
  }
}
