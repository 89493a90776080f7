package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a proxy on one channel before it leads to an origin. Used by the thread that
 * dials. What goes wrong is an {@link IOException}; the channel is of no use then.
 */
final class ProxyTalk {
  /** So much of the content of a refusal is kept to be shown, in bytes. */
  private static final int EXCERPT = 4 * 1024;

  /** So much of it is read for the sake of the connection, in bytes. */
  private static final int SKIP_LIMIT = 64 * 1024;

  private final Channel channel;
  private final Channel forHttp;
  private final H1Settings settings;
  private final Clock clock;
  private @Nullable BlockingDriver driver;

  /**
   * On that channel.
   *
   * @param forHttp the same, perhaps with somebody who listens to what is said in HTTP
   */
  ProxyTalk(Channel channel, Channel forHttp, H1Settings settings, Clock clock) {
    this.channel = channel;
    this.forHttp = forHttp;
    this.settings = settings;
    this.clock = clock;
  }

  /** An answer, and whether the channel can take another request. */
  record Answer(Response response, boolean open) {}

  /** Sends these bytes and reads exactly so many, not one more: what follows is not the proxy's. */
  ByteBuffer exchange(ByteBuffer bytes, int answer, long deadline) throws IOException {
    Watch watch = Watchdog.system().watch(channel::close);
    watch.arm(deadline);
    try {
      if (bytes.hasRemaining()) {
        channel.write(new ByteBuffer[] {bytes.duplicate()}, 1);
      }
      ByteBuffer into = ByteBuffer.allocate(answer);
      while (into.hasRemaining()) {
        if (channel.read(into) < 0) {
          throw new EOFException("it closed the connection");
        }
      }
      if (watch.disarm()) {
        throw new IOException("too late");
      }
      return into.flip().asReadOnlyBuffer();
    } finally {
      watch.release();
    }
  }

  /** Sends a CONNECT. When the answer is success, the channel is a tunnel. */
  Answer ask(Request request, long deadline) throws IOException {
    BlockingDriver speaking = driver;
    if (speaking == null) {
      speaking = new BlockingDriver(H1Machine.client(settings), forHttp, clock, Watchdog.system());
      driver = speaking;
    }
    long stream = speaking.nextStream();
    String target = request.uri().hostAndPort();
    speaking.send(
        new RequestHead(stream, request.method(), target, request.version(), request.headers(), 0));
    speaking.send(new End(stream, Headers.empty()));
    speaking.flush(deadline);
    ResponseHead head = head(speaking, deadline);
    if (head.status().success()) {
      requireSilence(speaking.next(deadline));
      speaking.handOver();
      driver = null;
      return new Answer(response(head, new byte[0]), true);
    }
    byte[] excerpt = excerpt(speaking, deadline);
    return new Answer(response(head, excerpt), speaking.reusable());
  }

  private static ResponseHead head(BlockingDriver speaking, long deadline) throws IOException {
    HttpEvent event = speaking.next(deadline);
    while (event instanceof Interim) { // their number is limited by the machine
      event = speaking.next(deadline);
    }
    return switch (event) {
      case ResponseHead head -> head;
      case HttpEvent.Violated violated ->
          throw new ProtocolException(Failures.reason(Failures.of(violated)));
      case HttpEvent.Expired _ -> throw new IOException("too late");
      default -> throw new EOFException("it closed the connection");
    };
  }

  /** Nobody has spoken to the origin yet: what is there already is somebody's else. */
  private static void requireSilence(HttpEvent event) throws IOException {
    if (!(event instanceof HttpEvent.Switched switched) || switched.leftOver().hasRemaining()) {
      throw new IOException("it sends more than its answer");
    }
  }

  /** The beginning of the content; the rest is read if there is little of it. */
  private static byte[] excerpt(BlockingDriver speaking, long deadline) throws IOException {
    ByteBuffer kept = ByteBuffer.allocate(EXCERPT);
    long seen = 0;
    while (seen < SKIP_LIMIT && speaking.next(deadline) instanceof Data data) {
      seen += data.bytes().remaining();
      ByteBuffer bytes = data.bytes();
      kept.put(bytes.limit(bytes.position() + Math.min(bytes.remaining(), kept.remaining())));
    }
    byte[] excerpt = new byte[kept.position()];
    kept.flip().get(excerpt);
    return excerpt;
  }

  private static Response response(ResponseHead head, byte[] excerpt) {
    Body body = excerpt.length == 0 ? Body.empty() : Body.bytes(excerpt);
    return new Response(head.version(), head.status(), head.reason(), head.headers(), body);
  }

  /** Gives back what it has used, when the channel is closed. */
  void release() {
    if (driver != null) {
      driver.close();
      driver = null;
    }
  }
}
