package io.godwit.net.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.PlainChannel;
import io.godwit.net.Watchdog;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver over a socket, with a peer that does what the test says. */
@Timeout(30)
class BlockingDriverTest {
  private static final Clock CLOCK = Clock.system();

  private ServerSocket listener;
  private Socket peer;
  private BlockingDriver driver;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Channel channel =
        PlainChannel.connect(
            new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()),
            opening -> {});
    peer = listener.accept();
    driver =
        new BlockingDriver(
            H1Machine.client(H1Settings.client()), channel, CLOCK, Watchdog.system());
  }

  @AfterEach
  void close() throws IOException {
    driver.close();
    peer.close();
    listener.close();
  }

  private static long soon() {
    return Clock.after(CLOCK.nanos(), TimeUnit.SECONDS.toNanos(20));
  }

  private void send(byte[] content) throws IOException {
    long stream = driver.nextStream();
    Headers host = Headers.of("Host", "test");
    driver.send(new RequestHead(stream, Method.POST, "/", Version.HTTP_1_1, host, content.length));
    driver.send(new Data(stream, ByteBuffer.wrap(content)));
    driver.send(new End(stream, Headers.empty()));
    driver.flush(soon());
  }

  private void answer() throws IOException {
    peer.getOutputStream()
        .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void content_that_was_written_is_not_kept_while_the_connection_idles() throws Exception {
    WeakReference<byte[]> content = sent();
    while (content.get() != null) { // for as long as the test may take
      assertThat(Thread.interrupted()).as("the content is still referenced").isFalse();
      System.gc();
    }
    assertThat(content.get()).isNull();
  }

  private WeakReference<byte[]> sent() throws IOException {
    byte[] content = new byte[10_000];
    send(content);
    return new WeakReference<>(content);
  }

  @Test
  void a_limit_ends_the_wait_for_an_answer() throws Exception {
    send(new byte[1]);
    driver.expectLimit();
    driver.limitRead(CLOCK.nanos());
    assertThat(driver.next(soon())).isInstanceOf(HttpEvent.Expired.class);
  }

  @Test
  void a_limit_that_nobody_waits_for_any_more_ends_nothing() throws Exception {
    send(new byte[1]);
    driver.expectLimit();
    answer();
    assertThat(driver.next(soon())).isInstanceOf(HttpEvent.ResponseHead.class);
    driver.liftLimit();
    driver.limitRead(CLOCK.nanos());
    assertThat(driver.next(soon())).isInstanceOf(End.class);
    send(new byte[1]);
    Thread late = Thread.ofVirtual().start(this::answerLate);
    assertThat(driver.next(soon())).isInstanceOf(HttpEvent.ResponseHead.class);
    late.join();
  }

  private void answerLate() {
    try {
      peer.getInputStream().readNBytes(2);
      answer();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_limit_does_not_put_off_the_deadline_of_the_read() throws Exception {
    send(new byte[1]);
    driver.expectLimit();
    Thread limiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    driver.limitRead(Clock.NEVER);
                  }
                });
    long deadline = Clock.after(CLOCK.nanos(), TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(driver.next(deadline)).isInstanceOf(HttpEvent.Expired.class);
    limiting.join();
  }

  /** A goodbye of TLS, for which the peer has no room. */
  @Test
  void a_peer_that_does_not_even_take_the_end_is_cut_in_time() throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    Channel stuck =
        (Channel)
            Proxy.newProxyInstance(
                Channel.class.getClassLoader(),
                new Class<?>[] {Channel.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("reset")) {
                    cut.countDown();
                  } else if (method.getName().equals("shutdownOutput")) {
                    assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
                    throw new ClosedChannelException();
                  }
                  return null;
                });
    BlockingDriver parting =
        new BlockingDriver(H1Machine.server(H1Settings.server()), stuck, CLOCK, Watchdog.system());
    assertThatThrownBy(
            () -> parting.part(Clock.after(CLOCK.nanos(), TimeUnit.MILLISECONDS.toNanos(20))))
        .isInstanceOf(WriteTimeout.class);
    parting.close();
  }
}
