package io.godwit.bench.soak;

import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send a request head that never ends, one byte a second each, evenly spread over the
 * second; one thread does all. Whoever is cut by the server comes again at once.
 */
final class SlowHeads implements AutoCloseable {
  private static final byte[] HEAD =
      ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + "a".repeat(1000))
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TOO_SLOW = "HTTP/1.1 408 ".getBytes(StandardCharsets.US_ASCII);

  private final Target target;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("slow-heads").unstarted(this::run);

  private SlowHeads(Target target) {
    this.target = target;
  }

  /** Returns when all are connected. */
  static SlowHeads start(int count, Target target) throws IOException {
    var slow = new SlowHeads(target);
    try {
      for (int i = 0; i < count; i++) {
        slow.clients.add(slow.new Client());
      }
    } catch (IOException | RuntimeException e) {
      try {
        throw e;
      } finally {
        slow.closeClients();
      }
    }
    slow.thread.start();
    return slow;
  }

  /** How often the server has answered 408. */
  int refused() {
    return refused.get();
  }

  /**
   * Ends all of them.
   *
   * @throws IOException what had ended them before, if something had
   */
  @Override
  public void close() throws IOException {
    over.set(true);
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeClients();
    IOException problem = failure.get();
    if (problem != null) {
      throw new IOException("the slow clients failed", problem);
    }
  }

  private void closeClients() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
  }

  private void run() {
    long step = TimeUnit.SECONDS.toNanos(1) / clients.size();
    long due = System.nanoTime();
    try {
      for (int i = 0; !over.get(); i = (i + 1) % clients.size()) {
        for (long now = System.nanoTime(); now < due && !over.get(); now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        clients.get(i).step();
        due += step;
      }
    } catch (IOException e) {
      failure.set(e);
    }
  }

  private final class Client {
    private SocketChannel channel = connected();
    private int sent;

    Client() throws IOException {}

    private SocketChannel connected() throws IOException {
      SocketChannel fresh = SocketChannel.open(target.address());
      fresh.configureBlocking(false);
      return fresh;
    }

    void step() throws IOException {
      if (!next()) {
        channel.close();
        channel = connected();
        sent = 0;
      }
    }

    /** False when the server has had enough. */
    private boolean next() {
      try {
        int n = channel.read(buffer.clear());
        if (n > 0 && startsWithTooSlow()) {
          refused.incrementAndGet();
        }
        if (n != 0) {
          return false;
        }
        channel.write(ByteBuffer.wrap(HEAD, sent, 1));
        sent++;
        return sent < HEAD.length;
      } catch (IOException reset) {
        return false;
      }
    }

    private boolean startsWithTooSlow() {
      ByteBuffer answer = buffer.flip();
      return answer.remaining() >= TOO_SLOW.length
          && answer.slice(0, TOO_SLOW.length).equals(ByteBuffer.wrap(TOO_SLOW));
    }
  }
}
