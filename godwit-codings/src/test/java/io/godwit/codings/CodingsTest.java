package io.godwit.codings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdCompressCtx;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.wire.coding.ContentCoding;
import io.godwit.wire.coding.ContentCodings;
import io.godwit.wire.coding.ContentDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CodingsTest {
  private static final byte[] TEXT = text();
  private static final ContentCodings CODINGS =
      ContentCodings.standard().with(Zstd.coding()).with(Brotli.coding());

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String name, String coding, byte[] coded, byte[] plain) {
    int firstFrame() {
      return switch (name) {
        case "two frames" -> zstd("small".getBytes(UTF_8)).length;
        case "a frame to skip" -> skippable().length;
        default -> -1;
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static byte[] text() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < 100_000) {
      text.append(random.nextInt(1000)).append(", grüße; ");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static Stream<Case> cases() throws IOException {
    byte[] small = "small".getBytes(UTF_8);
    return Stream.of(
        new Case("brotli", "br", brotli(TEXT), TEXT),
        new Case("brotli of nothing", "br", brotli(new byte[0]), new byte[0]),
        new Case("small brotli", "br", brotli(small), small),
        new Case("zstd", "zstd", zstd(TEXT), TEXT),
        new Case("zstd of unknown size", "zstd", streamed(TEXT), TEXT),
        new Case("zstd of nothing", "zstd", zstd(new byte[0]), new byte[0]),
        new Case("small zstd", "zstd", zstd(small), small),
        new Case("two frames", "zstd", concat(zstd(small), streamed(TEXT)), concat(small, TEXT)),
        new Case("a frame to skip", "zstd", concat(skippable(), zstd(small)), small));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void content_is_the_same_however_it_is_cut(Case test) throws HttpFailure {
    for (int in : new int[] {1, 2, 7, 1000, 1_000_000}) {
      for (int out : new int[] {1, 3, 8192, 1_000_000}) {
        assertThat(decode(test.coding, test.coded, in, out)).isEqualTo(test.plain);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void content_that_is_cut_off_is_a_failure(Case test) {
    int step = Math.max(1, test.coded.length / 100);
    for (int length = 1; length < test.coded.length; length += step) {
      byte[] cut = Arrays.copyOf(test.coded, length);
      if (length == test.firstFrame()) {
        continue; // nobody can know that there was another
      }
      assertThatThrownBy(() -> decode(test.coding, cut, 100, 100))
          .as("%d of %d bytes", length, test.coded.length)
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageContaining("cut off");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_follows_the_end_is_a_failure(Case test) {
    byte[] longer = concat(test.coded, "this is no frame".getBytes(UTF_8));
    for (int in : new int[] {1, 100_000}) {
      assertThatThrownBy(() -> decode(test.coding, longer, in, 100))
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageMatching("(?s)(something follows the end of|the content is not valid) .*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd"})
  void what_is_no_such_content_is_refused(String coding) {
    byte[] garbage = "this is no such content at all".getBytes(UTF_8);
    assertThatThrownBy(() -> decode(coding, garbage, 3, 100))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageStartingWith("the content is not valid");
  }

  // peers.md 3.2 H: a bomb in br and zstd; Netty CVE-2026-42587 (a limit ignored for some codecs)
  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd"})
  void a_bomb_is_refused(String coding) throws IOException {
    byte[] zeros = new byte[64 * 1024 * 1024];
    byte[] bomb = coding.equals("br") ? brotli(zeros) : streamed(zeros);
    assertThat(bomb.length).isLessThan(10_000);
    ByteBuffer in = ByteBuffer.wrap(bomb);
    ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    try (ContentDecoder decoder = CODINGS.decoder(List.of(coding))) {
      long most = 0;
      HttpFailure.Content refused = null;
      while (refused == null && most < zeros.length) {
        try {
          decoder.decode(in, out.clear());
          most += out.position();
        } catch (HttpFailure.Content failure) {
          refused = failure;
        }
      }
      assertThat(refused).hasMessageContaining("times as long");
      assertThat(most).isLessThan(9L * 1024 * 1024);
    }
  }

  @Test
  void a_window_of_more_than_eight_megabytes_is_refused() throws IOException {
    byte[] frame = HexFormat.of().parseHex("28b52ffd" + "00" + "68" + "010000");
    assertThat(decode("zstd", frame, 1, 100)).isEmpty(); // 2^23
    for (String begin :
        List.of("00" + "69", "00" + "70", "a0" + "01008000", "e0" + "01008000" + "00000000")) {
      byte[] larger = HexFormat.of().parseHex("28b52ffd" + begin + "010000");
      assertThatThrownBy(() -> decode("zstd", larger, 1, 100))
          .as(begin)
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageContaining("wants a window of");
    }
  }

  @Test
  void a_closed_decoder_can_be_closed_again() throws HttpFailure {
    for (ContentCoding coding : List.of(Brotli.coding(), Zstd.coding())) {
      ContentDecoder decoder = coding.decoder();
      decoder.close();
      decoder.close();
    }
    assertThat(Brotli.available()).isTrue();
  }

  @Test
  void a_client_that_is_told_asks_for_them_and_decodes() throws IOException {
    try (HttpServer server =
            HttpServer.start(
                0,
                request ->
                    switch (request.path()) {
                      case "/br" -> coded("br", brotli(TEXT));
                      case "/zstd" -> coded("zstd", zstd(TEXT));
                      case "/both" -> coded("zstd, br", brotli(zstd(TEXT)));
                      default -> Response.text(request.header("Accept-Encoding").orElse(""));
                    });
        HttpClient client =
            HttpClient.builder()
                .codings(CODINGS)
                .baseUri("http://127.0.0.1:" + server.port() + "/")
                .build()) {
      assertThat(client.get("asks").send().text()).isEqualTo("br, zstd, gzip, deflate");
      for (String path : List.of("br", "zstd", "both")) {
        assertThat(client.get(path).send().bytes()).isEqualTo(TEXT);
      }
    }
  }

  private static Response coded(String coding, byte[] content) {
    return Response.ok(Body.bytes(content)).withHeader("Content-Encoding", coding);
  }

  private static byte[] decode(String coding, byte[] coded, int in, int out) throws HttpFailure {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ByteBuffer plain = ByteBuffer.allocate(out);
    try (ContentDecoder decoder = CODINGS.decoder(List.of(coding))) {
      for (int at = 0; at < coded.length; at += in) {
        ByteBuffer piece = ByteBuffer.wrap(coded, at, Math.min(in, coded.length - at));
        do {
          decoder.decode(piece, plain.clear());
          result.write(plain.array(), 0, plain.position());
        } while (!plain.hasRemaining());
        assertThat(piece.remaining()).isZero();
      }
      decoder.end();
    }
    return result.toByteArray();
  }

  private static byte[] brotli(byte[] plain) throws IOException {
    Brotli.coding(); // loads the native code
    return Encoder.compress(plain);
  }

  private static byte[] zstd(byte[] plain) {
    return com.github.luben.zstd.Zstd.compress(plain);
  }

  /** Without its size in the header, so that there is a window. */
  private static byte[] streamed(byte[] plain) {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      return zstd.setContentSize(false).setChecksum(true).compress(plain);
    }
  }

  private static byte[] skippable() {
    return HexFormat.of().parseHex("502a4d18" + "03000000" + "616263");
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
