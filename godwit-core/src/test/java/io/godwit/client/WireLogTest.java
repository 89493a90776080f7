package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.WireLog.Direction;
import io.godwit.client.WireLog.Entry;
import io.godwit.tests.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written down of connections, and what is left out. */
@Timeout(30)
class WireLogTest {
  private static final Set<String> NAMES = Set.of("authorization", "cookie", "x-own");
  private static final Instant TIME = Instant.parse("2026-11-21T12:00:00.5Z");

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Basic s3cret\\r\\nA: b\\r\\n | Authorization: ***\\r\\nA: b\\r\\n",
        "AUTHORIZATION:s3cret\\nA: b | AUTHORIZATION: ***\\nA: b",
        "A: b\\r\\ncookie : s3cret\\r\\n | A: b\\r\\ncookie : ***\\r\\n",
        "X-Own: s3\\r\\n cret\\r\\n\\ts3cret\\r\\nA: b\\r\\n | X-Own: ***\\r\\n\\r\\n\\r\\nA: b\\r\\n",
        "X-Own: s3\\rcret\\r\\nA: b | X-Own: ***\\r\\r\\nA: b",
        "A: cookie: b\\r\\n | A: cookie: b\\r\\n",
        "A Cookie: b\\r\\n | A Cookie: b\\r\\n",
        "MyCookie: b\\r\\nCookies: c\\r\\n | MyCookie: b\\r\\nCookies: c\\r\\n",
        "A: b\\r\\n folded\\r\\n | A: b\\r\\n folded\\r\\n",
        "GET /?cookie:x HTTP/1.1\\r\\n | GET /?cookie:x HTTP/1.1\\r\\n",
        "Cookie:\\r\\nA: b\\r\\n | Cookie: ***\\r\\nA: b\\r\\n",
      })
  @Row("H39")
  void the_values_of_secret_fields_are_left_out_however_the_bytes_are_split(
      String given, String shown) {
    String sent = unescaped(given);
    String expected = unescaped(shown);
    assertThat(text(new SecretMask().masked(bytes(sent), NAMES))).isEqualTo(expected);
    SecretMask byteByByte = new SecretMask();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < sent.length(); i++) {
      all.append(text(byteByByte.masked(bytes(sent.substring(i, i + 1)), NAMES)));
    }
    assertThat(all).hasToString(expected);
    for (int i = 0; i <= sent.length(); i++) {
      SecretMask inTwo = new SecretMask();
      String split =
          text(inTwo.masked(bytes(sent.substring(0, i)), NAMES))
              + text(inTwo.masked(bytes(sent.substring(i)), NAMES));
      assertThat(split).isEqualTo(expected).doesNotContain("s3", "cret");
    }
  }

  @Test
  void a_name_without_end_is_no_secret_and_takes_no_memory() {
    String longest = "a".repeat(100_000) + "Cookie: b\r\n";
    assertThat(text(new SecretMask().masked(bytes(longest), NAMES))).isEqualTo(longest);
  }

  @Test
  void the_content_of_an_exchange_for_a_token_is_left_out_and_the_next_one_is_not() {
    SecretMask mask = new SecretMask();
    mask.begins(true);
    assertThat(text(mask.masked(bytes("POST / HTTP/1.1\r\nA: b\r\n\r\ns3cret"), NAMES)))
        .isEqualTo("POST / HTTP/1.1\r\nA: b\r\n\r\n[6 bytes]");
    assertThat(text(mask.masked(bytes("s3cret\r\n"), NAMES))).isEqualTo("[8 bytes]");
    mask.begins(false);
    assertThat(text(mask.masked(bytes("GET / HTTP/1.1\r\n\r\ncontent"), NAMES)))
        .isEqualTo("GET / HTTP/1.1\r\n\r\ncontent");
  }

  private static Entry entry(String text) {
    return new Entry(3, Direction.SENT, TIME, bytes(text));
  }

  @Test
  @Row("H39")
  void an_entry_says_connection_direction_and_time_and_its_bytes() {
    WireLog log = WireLog.inMemory(1000);
    log.add(entry("GET / HTTP/1.1\r\nA: \u00fc\\\r\n\r\nb\rc"));
    log.add(new Entry(4, Direction.RECEIVED, TIME, bytes("x\n")));
    assertThat(log.text())
        .isEqualTo(
            """
            2026-11-21T12:00:00.500Z #3 > 28
              GET / HTTP/1.1
              A: \\xfc\\x5c

              b\\x0dc
            2026-11-21T12:00:00.500Z #4 < 2
              x
            """);
    assertThat(log.hex())
        .isEqualTo(
            """
            2026-11-21T12:00:00.500Z #3 > 28
              00000000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..
              00000010  41 3a 20 fc 5c 0d 0a 0d 0a 62 0d 63              A: .\\....b.c
            2026-11-21T12:00:00.500Z #4 < 2
              00000000  78 0a                                            x.
            """);
    assertThat(log.failure()).isEmpty();
  }

  @Test
  @Row("H39")
  void memory_holds_so_many_bytes_and_forgets_the_oldest() {
    WireLog log = WireLog.inMemory(200);
    log.add(entry("one"));
    log.add(entry("two"));
    log.add(entry("three"));
    assertThat(log.entries()).extracting(e -> text(e.bytes())).containsExactly("two", "three");
    log.add(entry("x".repeat(100) + "y".repeat(200)));
    assertThat(log.entries()).extracting(e -> text(e.bytes())).containsExactly("y".repeat(200));
    assertThat(log.entries().getFirst().bytes().isReadOnly()).isTrue();
    assertThatThrownBy(() -> WireLog.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Row("H39")
  void a_file_begins_anew_when_it_is_full_and_only_its_owner_reads_it(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("wire.log");
    WireLog log = WireLog.toFile(file, 1024);
    for (int i = 0; i < 100; i++) {
      log.add(entry("line " + i));
    }
    Path before = folder.resolve("wire.log.1");
    assertThat(Files.size(file) + Files.size(before)).isLessThanOrEqualTo(1024);
    assertThat(Files.readString(file)).endsWith("  line 99\n");
    assertThat(Files.readString(before)).startsWith("2026-11-21T12:00:00.500Z #3 > 7\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    WireLog goesOn = WireLog.toHexFile(file, 1024);
    goesOn.add(entry("x".repeat(100_000)));
    assertThat(Files.size(file)).isEqualTo(512);
    assertThat(log.entries()).isEmpty();
    assertThatThrownBy(() -> WireLog.toFile(file, 1023))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_file_that_cannot_be_written_is_no_failure_of_calls(@TempDir Path folder) {
    WireLog log = WireLog.toFile(folder.resolve("missing").resolve("wire.log"), 1024);
    log.add(entry("a"));
    assertThat(log.failure()).isPresent();
    log.add(entry("b"));
    assertThat(log.failure()).isPresent();
  }

  private static String logged(WireLog log, ScriptedChannel channel, boolean own) throws Exception {
    try (HttpClient client =
        HttpClient.builder()
            .wireLog(log)
            .withoutProxy()
            .network(
                (address, opening) -> {
                  opening.accept(channel);
                  return channel;
                })
            .build()) {
      CallBuilder call =
          client.post("http://127.0.0.1/").header("Authorization", "Bearer s3cret").text("content");
      (own ? call.secretHeader("X-Mine", "s3cret too") : call).send();
    }
    return log.text();
  }

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nSet-Cookie: a=s3cret\r\nX-Mine: s3cret\r\nContent-Length: 2\r\n\r\nok";

  @Test
  @Row({"H39", "T48"})
  void a_client_writes_down_what_its_connections_say_without_secrets() throws Exception {
    String log = logged(WireLog.inMemory(100_000), ScriptedChannel.answering(ANSWER), true);
    assertThat(log)
        .contains("#1 >", "#1 <", "  POST / HTTP/1.1\n", "  Authorization: ***\n")
        .contains("  X-Mine: ***\n", "content", "  HTTP/1.1 200 OK\n", "  Set-Cookie: ***\n", "ok")
        .doesNotContain("s3cret");
  }

  @Test
  @Row("T48")
  void secrets_are_written_down_when_that_is_said() throws Exception {
    String log =
        logged(WireLog.inMemory(100_000).withSecrets(), ScriptedChannel.answering(ANSWER), false);
    assertThat(log).contains("  Authorization: Bearer s3cret\n", "  Set-Cookie: a=s3cret\n");
  }
}
