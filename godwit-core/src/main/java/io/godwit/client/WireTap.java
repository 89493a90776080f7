package io.godwit.client;

import io.godwit.client.WireLog.Direction;
import io.godwit.client.WireLog.Entry;
import io.godwit.http.Headers;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;

/**
 * A connection that a {@link WireLog} listens to. What was written is written down when it has
 * left, what was read when it has arrived. What is written down has to be read, so files take the
 * usual way ({@link Channel#transfer}) and not that of the channel below.
 */
final class WireTap implements Channel {
  private final Channel lower;
  private final WireLog log;
  private final Clock clock;
  private final SecretMask sent = new SecretMask();
  private final SecretMask received = new SecretMask();
  private volatile Set<String> secretNames = names(Headers.secretNames());
  private volatile long number;

  WireTap(Channel lower, WireLog log, Clock clock) {
    this.lower = lower;
    this.log = log;
    this.clock = clock;
  }

  private static Set<String> names(Set<String> known) {
    Set<String> lowerCase = new HashSet<>();
    known.forEach(name -> lowerCase.add(name.toLowerCase(Locale.ROOT)));
    return Set.copyOf(lowerCase);
  }

  /** It is a connection now, with that number. */
  void number(long given) {
    number = given;
  }

  /**
   * A request with these fields is about to be sent, and nothing else is under way.
   *
   * @param confidential whether the content of both messages is a secret as well
   */
  void begins(Headers fields, boolean confidential) {
    learns(fields);
    sent.begins(confidential);
    received.begins(confidential);
  }

  /**
   * These fields will be sent: what the caller marks as a secret stays one. By one thread at a
   * time.
   */
  void learns(Headers fields) {
    for (Headers.Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (field.secret() && !secretNames.contains(name)) {
        Set<String> more = new HashSet<>(secretNames);
        more.add(name);
        secretNames = Set.copyOf(more);
      }
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int from = into.position();
    int count = lower.read(into);
    took(into, from);
    return count;
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    int from = into.position();
    int count = lower.readNow(into);
    took(into, from);
    return count;
  }

  private void took(ByteBuffer into, int from) {
    write(Direction.RECEIVED, received, into.duplicate().limit(into.position()).position(from));
  }

  @Override
  public void write(ByteBuffer[] from, int count) throws IOException {
    boolean all = false;
    while (!all) {
      all = writeSome(from, count);
    }
  }

  @Override
  public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
    ByteBuffer[] views = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      views[i] = from[i].duplicate();
    }
    try {
      return lower.writeSome(from, count);
    } finally {
      for (int i = 0; i < count; i++) { // as far as it went
        write(Direction.SENT, sent, views[i].limit(from[i].position()));
      }
    }
  }

  @Override
  public int writeNow(ByteBuffer from) throws IOException {
    ByteBuffer view = from.duplicate();
    try {
      return lower.writeNow(from);
    } finally {
      write(Direction.SENT, sent, view.limit(from.position()));
    }
  }

  private void write(Direction direction, SecretMask mask, ByteBuffer bytes) {
    if (bytes.hasRemaining()) {
      ByteBuffer shown = log.showsSecrets() ? copy(bytes) : mask.masked(bytes, secretNames);
      if (shown.hasRemaining()) {
        log.add(new Entry(number, direction, clock.wall(), shown));
      }
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  @Override
  public void shutdownInput() throws IOException {
    lower.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    lower.shutdownOutput();
  }

  @Override
  public boolean quiet() {
    return lower.quiet();
  }

  @Override
  public SocketAddress remote() {
    return lower.remote();
  }

  @Override
  public Optional<SocketAddress> local() {
    return lower.local();
  }

  @Override
  public Optional<SSLSession> tls() {
    return lower.tls();
  }

  @Override
  public boolean resumed() {
    return lower.resumed();
  }

  @Override
  public void reset() {
    lower.reset();
  }

  @Override
  public void leave() {
    lower.leave();
  }

  @Override
  public void close() {
    lower.close();
  }

  @Override
  public String toString() {
    return lower + ", logged";
  }
}
