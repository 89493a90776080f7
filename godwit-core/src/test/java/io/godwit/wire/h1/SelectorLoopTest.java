package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread, one selector, both ends of a connection: what a loop driver will do. */
final class SelectorLoopTest {
  /** One end: moves bytes while that does not block, and hands events to its user. */
  private abstract static class LoopEnd {
    final HttpMachine machine;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer input = ByteBuffer.allocateDirect(8192).limit(0);
    private final ByteBuffer[] output = new ByteBuffer[8];

    LoopEnd(HttpMachine machine, SocketChannel channel, Selector selector) throws IOException {
      this.machine = machine;
      this.channel = channel;
      channel.configureBlocking(false);
      this.key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
    }

    abstract void on(HttpEvent event);

    /** Reads only while nothing waits to be written: that is the back-pressure. */
    void service() throws IOException {
      if (write() && channel.read(input.compact()) < 0) {
        machine.receiveEof();
      }
      machine.receive(input.flip());
      HttpEvent event = machine.poll();
      while (event != HttpEvent.NEED_INPUT && event != HttpEvent.PAUSED) {
        on(event);
        event = machine.poll();
      }
      key.interestOps(write() ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    }

    private boolean write() throws IOException {
      int count = machine.pending(output);
      while (count > 0 && channel.write(output, 0, count) > 0) {
        count = machine.pending(output);
      }
      return count == 0;
    }
  }

  /** Sends back what it gets, while it gets it. */
  private static final class Echo extends LoopEnd {
    Echo(SocketChannel channel, Selector selector) throws IOException {
      super(Messages.server(), channel, selector);
    }

    @Override
    void on(HttpEvent event) {
      switch (event) {
        case RequestHead head -> machine.send(Messages.response(head.stream(), 200, head.length()));
        case Data data -> machine.send(new Data(data.stream(), copy(data.bytes())));
        case End end -> machine.send(end);
        default -> throw new AssertionError(event);
      }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
      return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
  }

  private static final class Asking extends LoopEnd {
    final ByteArrayOutputStream content = new ByteArrayOutputStream();
    long ended;

    Asking(SocketChannel channel, Selector selector) throws IOException {
      super(Messages.client(), channel, selector);
    }

    @Override
    void on(HttpEvent event) {
      switch (event) {
        case ResponseHead head -> assertThat(head.status().code()).isEqualTo(200);
        case Data data -> {
          byte[] bytes = new byte[data.bytes().remaining()];
          data.bytes().get(bytes);
          content.writeBytes(bytes);
        }
        case End end -> ended = end.stream();
        default -> throw new AssertionError(event);
      }
    }
  }

  @Row("G39")
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void one_thread_runs_both_ends_over_a_real_socket() throws IOException {
    byte[] content = new byte[4 << 20];
    new Random(4).nextBytes(content);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open().bind(any);
        SocketChannel socket = SocketChannel.open(listener.getLocalAddress());
        SocketChannel accepted = listener.accept()) {
      Asking client = new Asking(socket, selector);
      Echo server = new Echo(accepted, selector);
      for (int i = 1; i <= 4; i++) {
        boolean known = i % 2 == 0;
        client.machine.send(Messages.request(i, "POST", known ? 1 << 20 : Messages.UNKNOWN));
        client.machine.send(new Data(i, ByteBuffer.wrap(content, (i - 1) << 20, 1 << 20)));
        client.machine.send(Messages.end(i));
      }
      while (client.ended < 4) {
        selector.select(key -> service((LoopEnd) key.attachment()));
      }
      assertThat(client.content.toByteArray()).isEqualTo(content);
      assertThat(client.machine.reusable()).isTrue();
      assertThat(server.machine.reusable()).isTrue();
    }
  }

  private static void service(LoopEnd end) {
    try {
      end.service();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
