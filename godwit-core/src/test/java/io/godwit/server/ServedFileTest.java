package io.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.net.Channel;
import io.godwit.net.PlainChannel;
import io.godwit.server.RawClient.Reply;
import io.godwit.server.files.StaticFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file while it is sent, and how it is sent. */
class ServedFileTest {
  /** More than the sockets of both sides hold, so that the server waits for the client. */
  private static final long LARGE = 64L << 20;

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-11-01T10:00:00Z"));

  @TempDir Path folder;

  /** The size is there, the blocks are not. */
  private Path large(FileTime modified) throws IOException {
    return large(modified, LARGE);
  }

  private Path large(FileTime modified, long size) throws IOException {
    Path file = folder.resolve("film.mp4");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
    return Files.setLastModifiedTime(file, modified);
  }

  private byte[] random(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(folder.resolve(name), content);
    Files.setLastModifiedTime(folder.resolve(name), LONG_AGO);
    return content;
  }

  /** How much of the content arrives when the file is changed once its head is there. */
  private long arrivesOf(Change change) throws IOException {
    try (HttpServer server = HttpServer.start(0, StaticFiles.of(folder));
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.get("/film.mp4"));
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(length(client)).isEqualTo(LARGE);
      change.make(folder.resolve("film.mp4"));
      return drain(client.in(), LARGE);
    }
  }

  @FunctionalInterface
  private interface Change {
    void make(Path file) throws IOException;
  }

  private static long length(RawClient client) throws IOException {
    long length = -1;
    for (String line = client.line(); !line.isEmpty(); line = client.line()) {
      if (line.startsWith("Content-Length: ")) {
        length = Long.parseLong(line.substring(16));
      }
    }
    return length;
  }

  /** Reads so much, or up to the end; a reset is an end, too. */
  private static long drain(InputStream in, long most) throws IOException {
    byte[] piece = new byte[64 * 1024];
    long all = 0;
    while (all < most) {
      int count;
      try {
        count = in.read(piece, 0, (int) Math.min(piece.length, most - all));
      } catch (SocketException e) {
        return all;
      }
      if (count < 0) {
        return all;
      }
      all += count;
    }
    return all;
  }

  @Test
  void what_is_not_changed_arrives_whole() throws Exception {
    large(LONG_AGO);
    assertThat(arrivesOf(file -> {})).isEqualTo(LARGE);
  }

  @Test
  void a_file_that_is_changed_while_it_is_sent_never_arrives_whole() throws Exception {
    large(LONG_AGO);
    try (LogCapture _ = new LogCapture()) {
      assertThat(
              arrivesOf(
                  file -> {
                    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                      out.write(ByteBuffer.wrap(new byte[] {1}), 10);
                    }
                  }))
          .isLessThan(LARGE);
    }
  }

  @Test
  void a_file_that_is_replaced_while_it_is_sent_never_arrives_whole() throws Exception {
    large(LONG_AGO);
    try (LogCapture _ = new LogCapture()) {
      assertThat(
              arrivesOf(
                  file -> {
                    Path other = folder.resolve("other");
                    Files.copy(file, other);
                    Files.setLastModifiedTime(other, LONG_AGO);
                    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                  }))
          .isLessThan(LARGE);
    }
  }

  @Test
  void a_file_that_becomes_shorter_or_is_gone_ends_the_connection() throws Exception {
    for (FileTime time : new FileTime[] {LONG_AGO, FileTime.from(Instant.now())}) {
      large(time);
      try (LogCapture _ = new LogCapture()) {
        assertThat(
                arrivesOf(
                    file -> {
                      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        out.truncate(LARGE / 2);
                      }
                    }))
            .isLessThan(LARGE);
        large(time);
        assertThat(arrivesOf(Files::delete)).isLessThan(LARGE);
      }
    }
  }

  @Test
  void of_a_log_that_grows_meanwhile_the_part_is_sent_that_was_promised() throws Exception {
    large(FileTime.from(Instant.now().plusSeconds(5)));
    long arrived = arrivesOf(file -> Files.write(file, new byte[1000], StandardOpenOption.APPEND));
    assertThat(arrived).isEqualTo(LARGE);
  }

  @Test
  void large_and_small_files_and_their_parts_arrive_as_they_are() throws Exception {
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 1_500_000}) {
      byte[] content = random("file", size);
      assertThat(whole("/file", "").content()).isEqualTo(content);
      try (HttpServer server =
          HttpServer.start(0, request -> Response.ok(Body.file(folder.resolve("file"))))) {
        assertThat(RawClient.once(server.port(), RawClient.get("/")).content()).isEqualTo(content);
      }
    }
    byte[] content = random("file", 1_500_000);
    byte[] part = whole("/file", "Range: bytes=1000-1400000\r\n").content();
    assertThat(part).isEqualTo(Arrays.copyOfRange(content, 1000, 1_400_001));
    String parts = whole("/file", "Range: bytes=0-99999,200000-399999,-1\r\n").text();
    assertThat(parts)
        .contains(new String(content, 0, 100_000, ISO_8859_1))
        .contains(new String(content, 200_000, 200_000, ISO_8859_1));
  }

  private Reply whole(String target, String field) throws IOException {
    try (HttpServer server = HttpServer.start(0, StaticFiles.of(folder))) {
      return RawClient.once(
          server.port(), "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + field + "\r\n");
    }
  }

  @Test
  void a_producer_may_put_files_between_its_own_words() throws Exception {
    byte[] content = random("file", 300_000);
    Body body =
        Body.producer(
            to -> {
              to.write("[");
              to.write(folder.resolve("file"), 0, -1);
              to.write("]");
            });
    for (Body either : new Body[] {body, body.withLength(300_002)}) {
      try (HttpServer server = HttpServer.start(0, request -> Response.ok(either))) {
        assertThat(RawClient.once(server.port(), RawClient.get("/")).text())
            .isEqualTo("[" + new String(content, ISO_8859_1) + "]");
      }
    }
  }

  @Test
  void a_file_that_is_longer_than_was_said_breaks_off() throws Exception {
    random("file", 300_000);
    Body body = Body.producer(to -> to.write(folder.resolve("file"), 0, -1)).withLength(299_999);
    try (LogCapture log = new LogCapture();
        HttpServer server = HttpServer.start(0, request -> Response.ok(body));
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.get("/"));
      assertThat(client.line()).startsWith("HTTP/1.1 ");
      length(client);
      assertThat(drain(client.in(), 299_999)).isLessThan(299_999);
      assertThat(log.warnings()).isNotEmpty();
    }
  }

  /**
   * {@code transferTo} on a virtual thread does not wait: 64 MiB took 345,258 calls (section 12).
   */
  @Test
  void to_a_slow_reader_a_file_goes_in_few_calls() throws Exception {
    long size = LARGE / 4;
    large(LONG_AGO, size);
    Counted counted = new Counted();
    try (ServerSocketChannel socket = ServerSocketChannel.open()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ConnectionSource source = counted.around(ConnectionSource.of(socket));
      try (HttpServer server =
              HttpServer.builder().handler(StaticFiles.of(folder)).source(source).start();
          Socket client = new Socket()) {
        client.setReceiveBufferSize(8 * 1024);
        client.connect(socket.getLocalAddress());
        client.setSoTimeout(RawClient.PATIENCE_MILLIS);
        client.getOutputStream().write(RawClient.get("/film.mp4").getBytes(ISO_8859_1));
        byte[] little = new byte[4 * 1024];
        InputStream in = client.getInputStream();
        for (long all = 0; all < size; ) {
          int count = in.read(little);
          assertThat(count).isPositive();
          all += count;
        }
        assertThat(server.connections()).isEqualTo(1);
      }
    }
    assertThat(counted.moved.get()).isGreaterThanOrEqualTo(size - (128 << 10));
    assertThat(counted.transfers.get()).isBetween(16, (int) (size / (64 << 10)));
    assertThat(counted.writes.get()).isLessThan(5);
  }

  @Test
  void a_reader_that_takes_nothing_is_cut() throws Exception {
    large(LONG_AGO);
    ServerTimeouts timeouts = ServerTimeouts.defaults().withWrite(Duration.ofMillis(50));
    try (LogCapture _ = new LogCapture();
        HttpServer server =
            HttpServer.builder().handler(StaticFiles.of(folder)).timeouts(timeouts).start();
        RawClient client = new RawClient(server.port())) {
      client.send(RawClient.get("/film.mp4"));
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
      Await.until(() -> server.connections() == 0);
      assertThat(drain(client.in(), LARGE)).isLessThan(LARGE);
    }
  }

  /** Counts what is asked of the channels of a source. */
  private static final class Counted {
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger transfers = new AtomicInteger();
    final AtomicLong moved = new AtomicLong();

    ConnectionSource around(ConnectionSource source) {
      return new ConnectionSource() {
        @Override
        public Channel accept() throws IOException {
          Channel accepted = source.accept();
          assertThat(accepted).isInstanceOf(PlainChannel.class);
          return new CountedChannel(accepted, Counted.this);
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
  }

  private record CountedChannel(Channel inner, Counted counted) implements Channel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return inner.read(into);
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
      return inner.readNow(into);
    }

    @Override
    public void write(ByteBuffer[] from, int count) throws IOException {
      counted.writes.incrementAndGet();
      inner.write(from, count);
    }

    @Override
    public boolean writeSome(ByteBuffer[] from, int count) throws IOException {
      counted.writes.addAndGet(count == 0 ? 0 : 1);
      return inner.writeSome(from, count);
    }

    @Override
    public long transfer(FileChannel from, long position, long count) throws IOException {
      counted.transfers.incrementAndGet();
      long moved = inner.transfer(from, position, count);
      counted.moved.addAndGet(moved);
      return moved;
    }

    @Override
    public void shutdownInput() throws IOException {
      inner.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
      inner.shutdownOutput();
    }

    @Override
    public boolean quiet() {
      return inner.quiet();
    }

    @Override
    public SocketAddress remote() {
      return inner.remote();
    }

    @Override
    public Optional<SSLSession> tls() {
      return inner.tls();
    }

    @Override
    public void reset() {
      inner.reset();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
