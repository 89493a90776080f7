package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.MediaType;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import io.godwit.net.TlsSettings;
import io.godwit.testkit.TestCertificates;
import io.godwit.tests.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are sent. */
@Timeout(60)
final class FileUploadTest {
  private static final int LARGE = 20 * 1024 * 1024 + 17;

  /** Answers with the digest of what it got, of content of known length. */
  private static void digest(InputStream in, RawServer.Peer peer, String head) throws Exception {
    long length = Long.parseLong(head.replaceAll("(?s).*\r\nContent-Length: ([0-9]+)\r\n.*", "$1"));
    String digest = digest(in, length);
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + digest.length() + "\r\n\r\n" + digest);
  }

  private static String digest(InputStream from, long length) throws Exception {
    DigestInputStream in = new DigestInputStream(from, MessageDigest.getInstance("SHA-256"));
    byte[] piece = new byte[64 * 1024];
    long left = length;
    while (left > 0) {
      int count = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (count < 0) {
        return "ended " + left + " bytes early";
      }
      left -= count;
    }
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
  }

  private static RawServer digester() throws IOException {
    return RawServer.start(
        peer -> {
          for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
            try {
              digest(peer.in, peer, head);
            } catch (IOException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  private static Path large(Path folder) throws IOException {
    byte[] content = new byte[LARGE];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("large"), content);
  }

  private static String digestOf(Path file, long offset, long length) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      return digest(in, length);
    }
  }

  @Row({"Z20", "G6"})
  @Test
  void a_file_of_any_size_arrives_whole_and_so_does_a_part_of_it(@TempDir Path folder)
      throws Exception {
    Path file = large(folder);
    try (RawServer server = digester();
        HttpClient client = HttpClient.create()) {
      assertThat(client.put(server.uri("/")).upload(file).send().text())
          .isEqualTo(digestOf(file, 0, LARGE));
      Body part = Body.file(file, 1_000_001, 3_000_003);
      assertThat(client.put(server.uri("/")).body(part).send().text())
          .isEqualTo(digestOf(file, 1_000_001, 3_000_003));
      Body small = Body.file(file, 5, 100);
      assertThat(client.put(server.uri("/")).body(small).send().text())
          .isEqualTo(digestOf(file, 5, 100));
      assertThat(server.accepted()).as("one connection serves all").isEqualTo(1);
    }
  }

  @Test
  void a_file_among_parts_arrives_whole(@TempDir Path folder) throws Exception {
    Path file = large(folder);
    Multipart parts =
        Multipart.of(Part.text("a", "b"), Part.file("f", file), Part.text("c", "d"))
            .withBoundary("x");
    Path whole = folder.resolve("whole");
    try (InputStream in = Body.multipart(parts).open()) {
      Files.copy(in, whole);
    }
    try (RawServer server = digester();
        HttpClient client = HttpClient.create()) {
      assertThat(client.post(server.uri("/")).multipart(parts).send().text())
          .isEqualTo(digestOf(whole, 0, Files.size(whole)));
    }
  }

  @Test
  void a_file_goes_over_tls_in_pieces(@TempDir Path folder) throws Exception {
    Path file = large(folder);
    TestCertificates certificates = TestCertificates.shared();
    TlsSettings trusting = TlsSettings.trusting(certificates.trusted());
    try (ServerSocket listener =
            certificates.localhost().context().getServerSocketFactory().createServerSocket(0);
        HttpClient client = HttpClient.builder().tls(trusting).build()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                  RawServer.Peer peer = new RawServer.Peer(socket);
                  digest(peer.in, peer, peer.head());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      String uri = "https://localhost:" + listener.getLocalPort() + "/";
      assertThat(client.put(uri).upload(file).send().text()).isEqualTo(digestOf(file, 0, LARGE));
    }
  }

  @Row("Z20")
  @Test
  void an_upload_has_a_type_and_any_method(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "abc");
    try (RecordingOrigin origin =
            new RecordingOrigin("127.0.0.1", _ -> io.godwit.http.Response.text("ok"));
        HttpClient client = HttpClient.create()) {
      client.post(origin.uri("/")).upload(file).send();
      client.put(origin.uri("/")).upload(file, MediaType.TEXT_PLAIN_UTF_8).send();
      assertThat(origin.asked())
          .extracting(asked -> asked.line() + " " + asked.headers().first("Content-Type").get())
          .containsExactly("POST / application/octet-stream", "PUT / text/plain; charset=utf-8");
      assertThat(origin.asked()).allMatch(asked -> asked.content().equals("abc"));
    }
  }

  @Row("Z20")
  @Test
  void progress_is_told_and_ends_with_the_whole(@TempDir Path folder) throws Exception {
    Path file = large(folder);
    try (RawServer server = digester();
        HttpClient client = HttpClient.create()) {
      List<Long> told = Collections.synchronizedList(new ArrayList<>());
      client
          .put(server.uri("/"))
          .upload(file)
          .onSent(
              (bytes, total) -> {
                assertThat(total).isEqualTo(LARGE);
                told.add(bytes);
              })
          .send();
      assertThat(told).isSorted().endsWith((long) LARGE).hasSizeLessThan(200);
      told.clear();
      client
          .put(server.uri("/"))
          .text("abc")
          .onSent((bytes, total) -> told.add(bytes + total))
          .send();
      assertThat(told).as("small content at once").containsExactly(6L);
      told.clear();
      client.post(server.uri("/")).onSent((bytes, total) -> told.add(bytes)).send();
      assertThat(told).as("no content").isEmpty();
    }
  }

  @Row("Z20")
  @Test
  void progress_of_content_of_unknown_length_ends_with_what_was_sent() throws Exception {
    try (RecordingOrigin origin =
            new RecordingOrigin("127.0.0.1", _ -> io.godwit.http.Response.text("ok"));
        HttpClient client = HttpClient.create()) {
      List<String> told = Collections.synchronizedList(new ArrayList<>());
      client
          .post(origin.uri("/"))
          .chunks(List.of(new byte[3], new byte[4]))
          .onSent((bytes, total) -> told.add(bytes + " of " + total))
          .send();
      assertThat(told).endsWith("7 of -1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LARGE / 2, LARGE + 1})
  void a_file_that_changes_while_it_is_sent_is_the_callers_failure(int length, @TempDir Path folder)
      throws Exception {
    Path file = large(folder);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.head();
                  peer.in.skipNBytes(1);
                  begun.countDown();
                  changed.await();
                  peer.awaitEnd();
                });
        HttpClient client = HttpClient.create()) {
      var running = client.put(server.uri("/")).upload(file).sendAsync();
      begun.await();
      try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
        if (length < LARGE) {
          channel.truncate(length);
        } else {
          channel.write(java.nio.ByteBuffer.allocate(1), LARGE);
        }
      }
      changed.countDown();
      assertThatThrownBy(running::join)
          .hasCauseInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining(length < LARGE ? "shorter" : "longer");
      assertThat(client.connections().idle()).isZero();
    }
  }
}
