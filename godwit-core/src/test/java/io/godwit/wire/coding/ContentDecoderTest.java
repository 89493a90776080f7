package io.godwit.wire.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
  private static final byte[] TEXT = text();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String name, List<String> codings, byte[] coded, byte[] plain) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static byte[] text() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < 40_000) {
      text.append(random.nextInt(100)).append(", grüße; ");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static Stream<Case> cases() throws IOException {
    byte[] two = concat(gzip("one, ".getBytes(UTF_8)), gzip("two".getBytes(UTF_8)));
    return Stream.of(
        new Case("gzip", List.of("gzip"), gzip(TEXT), TEXT),
        new Case("gzip of nothing", List.of("gzip"), gzip(new byte[0]), new byte[0]),
        new Case("nothing", List.of("gzip"), new byte[0], new byte[0]),
        new Case("two members", List.of("gzip"), two, "one, two".getBytes(UTF_8)),
        new Case("all fields", List.of("gzip"), adorned(0x1F), "x".getBytes(UTF_8)),
        new Case("extra field", List.of("gzip"), adorned(0x04), "x".getBytes(UTF_8)),
        new Case("name", List.of("gzip"), adorned(0x08), "x".getBytes(UTF_8)),
        new Case("comment", List.of("gzip"), adorned(0x10), "x".getBytes(UTF_8)),
        new Case("header check", List.of("gzip"), adorned(0x02), "x".getBytes(UTF_8)),
        new Case("zlib", List.of("deflate"), deflate(TEXT, false), TEXT),
        new Case("raw deflate", List.of("deflate"), deflate(TEXT, true), TEXT),
        new Case("raw, stored", List.of("deflate"), stored("abc"), "abc".getBytes(UTF_8)),
        new Case("zlib of nothing", List.of("deflate"), deflate(new byte[0], false), new byte[0]),
        new Case("in capitals", List.of("GZip"), gzip(TEXT), TEXT),
        new Case("gzip twice", List.of("gzip", "gzip"), gzip(gzip(TEXT)), TEXT),
        new Case("gzip of deflate", List.of("gzip", "deflate"), gzip(deflate(TEXT, false)), TEXT),
        new Case(
            "four codings",
            List.of("gzip", "deflate", "gzip", "deflate"),
            gzip(deflate(gzip(deflate(TEXT, true)), false)),
            TEXT));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void content_is_the_same_however_it_is_cut(Case test) throws HttpFailure {
    for (int in : new int[] {1, 2, 7, 1000, 1_000_000}) {
      for (int out : new int[] {1, 3, 8192, 1_000_000}) {
        assertThat(decode(test.codings, test.coded, in, out)).isEqualTo(test.plain);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void content_that_is_cut_off_is_a_failure_wherever_that_is(Case test) {
    int step = Math.max(1, test.coded.length / 200);
    for (int length = 1; length < test.coded.length; length += step) {
      byte[] cut = Arrays.copyOf(test.coded, length);
      if (test.name.equals("two members") && length == gzipped("one, ").length) {
        continue; // nobody can know that there was another
      }
      assertThatThrownBy(() -> decode(test.codings, cut, 100, 100))
          .as("%d of %d bytes", length, test.coded.length)
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageContaining("cut off");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_follows_the_end_is_a_failure(Case test) {
    if (test.coded.length == 0) {
      return;
    }
    for (byte[] more : List.of(new byte[] {0}, new byte[] {'x', 'y'})) {
      byte[] longer = concat(test.coded, more);
      assertThatThrownBy(() -> decode(test.codings, longer, 100, 100))
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageMatching("something follows the end of the (gzip|deflate) content");
      assertThatThrownBy(() -> decode(test.codings, longer, 1, 100_000))
          .isInstanceOf(HttpFailure.Content.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e 8b 08 00 00000000 00 03: it does not begin as gzip",
        "1f 8c 08 00 00000000 00 03: it does not begin as gzip",
        "1f 8b 07 00 00000000 00 03: its compression method is 7, not deflate",
        "1f 8b 08 20 00000000 00 03: it has reserved flags",
        "1f 8b 08 80 00000000 00 03: it has reserved flags",
        "1f 8b 08 02 00000000 00 03 0000: its header is damaged",
        "1f 8b 08 00 00000000 00 03 ff: not valid gzip: invalid block type",
        "1f 8b 08 00 00000000 00 03 0300 01000000 00000000: its checksum or length",
        "1f 8b 08 00 00000000 00 03 0300 00000000 01000000: its checksum or length",
      })
  void gzip_that_is_damaged_is_refused_and_says_why(String test) {
    String[] parts = test.split(": ", 2);
    byte[] coded = HexFormat.of().parseHex(parts[0].replace(" ", ""));
    assertThatThrownBy(() -> decode(List.of("gzip"), coded, 3, 100))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining(parts[1]);
  }

  @Test
  void every_flipped_bit_of_data_or_trailer_is_noticed() throws IOException {
    byte[] coded = gzip("a text that is long enough to have some data".getBytes(UTF_8));
    for (int bit = 10 * 8; bit < coded.length * 8; bit++) {
      byte[] damaged = coded.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> decode(List.of("gzip"), damaged, 100, 100))
          .as("bit %d", bit)
          .isInstanceOf(HttpFailure.Content.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "78 9c ff", "78 20 00000000", "07"})
  void deflate_that_is_damaged_is_refused(String hex) {
    byte[] coded = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> decode(List.of("deflate"), coded, 100, 100))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("deflate");
  }

  @Test
  void a_dictionary_is_not_known() {
    Deflater deflater = new Deflater();
    deflater.setDictionary("dictionary".getBytes(UTF_8));
    deflater.setInput("dictionary".getBytes(UTF_8));
    deflater.finish();
    byte[] coded = new byte[100];
    int length = deflater.deflate(coded);
    deflater.end();
    assertThatThrownBy(() -> decode(List.of("deflate"), Arrays.copyOf(coded, length), 100, 100))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("dictionary");
  }

  // peers.md 3.2 H: CVE-2025-58057, CVE-2026-42587 (a bomb in gzip), CVE-2022-32206 (stacked)
  @Test
  void a_bomb_is_refused_after_a_few_megabytes() throws IOException {
    byte[] bomb = gzip(new byte[32 * 1024 * 1024]);
    assertThat(bomb.length).isLessThan(40_000);
    assertThat(given(ContentCodings.standard(), List.of("gzip"), bomb))
        .isBetween(8L * 1024 * 1024, 9L * 1024 * 1024);
    assertThat(given(ContentCodings.standard(), List.of("gzip", "gzip"), gzip(bomb)))
        .isBetween(8L * 1024 * 1024, 9L * 1024 * 1024);
    assertThat(given(ContentCodings.standard().withMaxExpansion(2000), List.of("gzip"), bomb))
        .isEqualTo(32L * 1024 * 1024);
  }

  @Test
  void what_is_small_may_grow_as_it_likes() throws IOException {
    byte[] regular = gzip(new byte[8 * 1024 * 1024]);
    assertThat(given(ContentCodings.standard().withMaxExpansion(1), List.of("gzip"), regular))
        .isEqualTo(8L * 1024 * 1024);
    byte[] more = gzip(new byte[8 * 1024 * 1024 + 1]);
    assertThat(given(ContentCodings.standard().withMaxExpansion(1), List.of("gzip"), more))
        .isGreaterThan(8L * 1024 * 1024);
    assertThatThrownBy(() -> ContentCodings.standard().withMaxExpansion(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void four_codings_may_lie_over_each_other_and_not_five() {
    List<String> four = List.of("gzip", "gzip", "gzip", "gzip");
    assertThatCode(() -> ContentCodings.standard().decoder(four).close())
        .doesNotThrowAnyException();
    List<String> five = List.of("gzip", "gzip", "gzip", "gzip", "gzip");
    assertThatThrownBy(() -> ContentCodings.standard().decoder(five))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessage("the content has 5 codings, more than 4");
  }

  @Test
  void codings_are_named_in_the_order_of_preference() {
    ContentCoding br = coding("br");
    ContentCodings codings = ContentCodings.standard();
    assertThat(codings.acceptEncoding()).isEqualTo("gzip, deflate");
    assertThat(codings.with(br).names()).containsExactly("br", "gzip", "deflate");
    assertThat(codings.names()).hasSize(2);
    assertThatThrownBy(() -> codings.with(coding("a, b"))).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> codings.with(coding("BR"))).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> codings.decoder(List.of("br")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("br");
    assertThatThrownBy(() -> codings.decoder(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closing_twice_does_no_harm() throws IOException {
    for (List<String> codings : List.of(List.of("gzip"), List.of("deflate", "gzip"))) {
      ContentDecoder decoder = ContentCodings.standard().decoder(codings);
      decoder.close();
      decoder.close();
    }
    ContentDecoder begun = ContentCodings.standard().decoder(List.of("deflate"));
    begun.decode(ByteBuffer.wrap(deflate(TEXT, false)), ByteBuffer.allocate(10));
    begun.close();
    begun.close();
  }

  private static ContentCoding coding(String name) {
    return new ContentCoding() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public ContentDecoder decoder() {
        throw new AssertionError("not asked for");
      }
    };
  }

  /** How much came out, up to the end or the failure, which must be that of a bomb. */
  private static long given(ContentCodings codings, List<String> names, byte[] coded)
      throws HttpFailure {
    ByteBuffer in = ByteBuffer.wrap(coded);
    ByteBuffer out = ByteBuffer.allocateDirect(64 * 1024);
    long given = 0;
    try (ContentDecoder decoder = codings.decoder(names)) {
      do {
        decoder.decode(in, out.clear());
        given += out.position();
      } while (out.position() > 0);
      decoder.end();
    } catch (HttpFailure.Content refused) {
      assertThat(refused).hasMessageContaining("times as long");
      return given + out.position();
    }
    return given;
  }

  private static byte[] decode(List<String> codings, byte[] coded, int in, int out)
      throws HttpFailure {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ByteBuffer plain = ByteBuffer.allocate(out);
    try (ContentDecoder decoder = ContentCodings.standard().decoder(codings)) {
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

  private static byte[] gzipped(String text) {
    try {
      return gzip(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
      out.write(plain);
    }
    return coded.toByteArray();
  }

  private static byte[] deflate(byte[] plain, boolean raw) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
    deflater.setInput(plain);
    deflater.finish();
    byte[] coded = new byte[plain.length + 100];
    int length = deflater.deflate(coded);
    deflater.end();
    return Arrays.copyOf(coded, length);
  }

  /** One uncompressed block (RFC 1951 section 3.2.4). */
  private static byte[] stored(String text) {
    byte[] plain = text.getBytes(UTF_8);
    ByteBuffer block = ByteBuffer.allocate(5 + plain.length).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 1).putShort((short) plain.length).putShort((short) ~plain.length).put(plain);
    return block.array();
  }

  /** The letter x with those parts in its header (RFC 1952 section 2.3). */
  private static byte[] adorned(int flags) {
    ByteBuffer coded = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    coded.put(HexFormat.of().parseHex("1f8b08")).put((byte) flags).putInt(99).putShort((short) 0);
    if ((flags & 0x04) != 0) {
      coded.putShort((short) 3).put("abc".getBytes(UTF_8));
    }
    if ((flags & 0x08) != 0) {
      coded.put("name".getBytes(UTF_8)).put((byte) 0);
    }
    if ((flags & 0x10) != 0) {
      coded.put("comment".getBytes(UTF_8)).put((byte) 0);
    }
    if ((flags & 0x02) != 0) {
      coded.putShort((short) crc(Arrays.copyOf(coded.array(), coded.position())));
    }
    byte[] plain = {'x'};
    coded.put(deflate(plain, true)).putInt((int) crc(plain)).putInt(1);
    return Arrays.copyOf(coded.array(), coded.position());
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
