package io.godwit.server;

import io.godwit.net.BufferPool;
import io.godwit.net.Channel;
import io.godwit.net.ServerTls;
import io.godwit.net.TlsChannel;
import io.godwit.net.Watch;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its beginning to its end, on its own virtual thread: the handshake of TLS if
 * there is to be one, then its requests by an {@link ExchangeLoop}. {@link #stop} and {@link #cut}
 * come from other threads.
 */
final class ServerConnection {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());
  private static final AtomicLong NUMBERS = new AtomicLong();

  private enum State {
    /** Nothing is under way: may be ended at any time. */
    IDLE,
    /** An exchange is under way. */
    BUSY,
    /** To be ended with the exchange that is under way. */
    STOPPING
  }

  private final long number = NUMBERS.incrementAndGet();
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile boolean cut;
  private final Connections connections;
  private final ServerSettings settings;
  private final String authority;
  private final @Nullable ServerTls tls;

  /** Written before the thread begins, or by {@link Connections} under its lock. */
  private @Nullable Object countedAs;

  /** Written before the thread begins. */
  private boolean refused;

  /** What was accepted, below TLS. */
  private final Channel accepted;

  /** What requests come over. */
  private volatile Channel channel;

  private final Thread thread;

  /** Takes the channel over when {@link #start} has returned true. */
  ServerConnection(
      Channel accepted,
      String authority,
      @Nullable ServerTls tls,
      Connections connections,
      ServerSettings settings) {
    this.accepted = accepted;
    this.channel = accepted;
    this.countedAs = settings.announced(accepted.remote()) ? null : counted(accepted.remote());
    this.authority = authority;
    this.tls = tls;
    this.connections = connections;
    this.settings = settings;
    this.thread =
        Thread.ofVirtual()
            .name("godwit-connection-", number)
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
  }

  /** Begins; false when it must not, and this does not begin. */
  boolean start() {
    if (!admitted()) {
      accepted.close();
      return false;
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        accepted.close();
        connections.forget(this);
      }
    }
    return true;
  }

  private boolean admitted() {
    return switch (connections.add(this)) {
      case WELCOME -> true;
      case ENDING -> false;
      case TOO_MANY -> {
        refused = tls == null && settings.answering().raw() == null; // else telling costs too much
        yield refused && connections.addRefused(this);
      }
    };
  }

  /** Whether it is one too many, and only told so. */
  boolean refused() {
    return refused;
  }

  /** What it counts as among those of its address; null when its address is none. */
  @Nullable Object countedAs() {
    return countedAs;
  }

  /** Counts from now on among those of that address. */
  void countedAs(Object address) {
    countedAs = address;
  }

  /** Whoever has one address of IPv6 has its whole network of 64 bits. */
  private static @Nullable Object counted(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      return null;
    }
    return inet.getAddress() instanceof Inet6Address six
        ? (Object) ByteBuffer.wrap(six.getAddress()).getLong()
        : inet.getAddress();
  }

  /** Ends an idle connection at once, and any other after its exchange. */
  void stop() {
    if (state.getAndSet(State.STOPPING) == State.IDLE) {
      endInput(channel); // its thread sees the end, and can still say goodbye
    }
  }

  private static void endInput(Channel channel) {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      channel.close(); // not connected any more
    }
  }

  /** Ends it at once. */
  void cut() {
    state.set(State.STOPPING);
    cut = true; // before the interrupt, so that who clears that sees this
    accepted.reset();
    thread.interrupt();
  }

  /** Interrupts the calling thread, the connection's, anew if it was cut: that is for good. */
  void keepCut() {
    if (cut) {
      thread.interrupt();
    }
  }

  boolean stopping() {
    return state.get() == State.STOPPING;
  }

  /** Notes that nothing is under way; false when the connection is to end. */
  boolean rest() {
    return state.compareAndSet(State.BUSY, State.IDLE);
  }

  /** Notes that something begins; false when the connection is to end. */
  boolean wake() {
    return state.compareAndSet(State.IDLE, State.BUSY);
  }

  boolean isCurrentThread() {
    return StreamedAnswer.caller() == thread;
  }

  private void run() {
    try {
      serve();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> this + " was lost", e);
    } catch (RuntimeException | Error e) {
      accepted.reset();
      LOG.log(System.Logger.Level.ERROR, this + " failed", e);
    } finally {
      channel.close();
      connections.remove(this);
    }
  }

  private void serve() throws IOException {
    if (refused) {
      loop().refuse(Problem.tooManyConnections());
      return;
    }
    if (settings.announced(accepted.remote()) && !announced()) {
      return;
    }
    try {
      if (tls != null) {
        channel = shake(tls);
      }
    } catch (TlsChannel.PlainText e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} came without TLS", this);
      loop().refuse(Problem.tlsWanted());
      return;
    }
    RawHandler raw = settings.answering().raw();
    if (raw != null) {
      raw.serve(channel);
      leave(channel);
    } else if (wake()) {
      loop().run();
    }
  }

  /** Hears for whom a balancer has connected; false when that is one too many, and was told so. */
  private boolean announced() throws IOException {
    Watch watch = settings.watchdog().watch(accepted::close);
    try {
      watch.arm(settings.headDeadline());
      channel = Announced.read(accepted);
    } finally {
      watch.disarm();
      watch.release();
    }
    Object address = counted(channel.remote());
    boolean welcome = address == null || connections.count(this, address);
    if (!welcome && tls == null && settings.answering().raw() == null) {
      loop().refuse(Problem.tooManyConnections());
    }
    return welcome;
  }

  /** Gives the connection away, after HTTP has ended on it. */
  void handOver(Channel channel, Takeover takeover) throws IOException {
    if (!rest()) {
      endInput(channel); // the server ends
    }
    takeover.run(channel);
    leave(channel);
  }

  /** Ends the connection so that the client can still read what was written. */
  private void leave(Channel channel) throws IOException {
    Watch watch = settings.watchdog().watch(accepted::close);
    ByteBuffer ignored = BufferPool.SMALL.take();
    try {
      watch.arm(settings.lingerDeadline());
      channel.shutdownOutput();
      int count = 0;
      while (count >= 0) {
        count = channel.read(ignored.clear());
      }
    } catch (ClosedChannelException e) {
      LOG.log(System.Logger.Level.TRACE, "{0} was closed by who had it, or too late", this);
    } finally {
      watch.disarm();
      watch.release();
      BufferPool.SMALL.give(ignored);
    }
  }

  private ExchangeLoop loop() {
    return new ExchangeLoop(channel, Peer.of(channel, authority), this, settings);
  }

  private Channel shake(ServerTls tls) throws IOException {
    Watch watch = settings.watchdog().watch(accepted::close);
    try {
      watch.arm(settings.handshakeDeadline());
      return TlsChannel.server(channel, tls);
    } finally {
      if (watch.disarm()) {
        LOG.log(System.Logger.Level.DEBUG, "{0} took too long for its TLS handshake", this);
      }
      watch.release();
    }
  }

  @Override
  public String toString() {
    return "connection " + number + " from " + channel.remote();
  }
}
