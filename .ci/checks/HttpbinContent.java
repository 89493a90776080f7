import io.godwit.client.BufferedResponse;
import io.godwit.client.Downloaded;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.codings.Brotli;
import io.godwit.codings.Zstd;
import io.godwit.http.HttpFailure;
import io.godwit.wire.coding.ContentCodings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What 50-httpbin.sh drives: content as httpbin sends it, coded, in chunks, slowly, by ranges.
 * Prints what was seen, and ends with 1 if something is not as it should be.
 */
final class HttpbinContent {
  private final HttpClient client;
  private final Seen check = new Seen();

  private HttpbinContent(HttpClient client) {
    this.client = client;
  }

  public static void main(String[] arguments) throws Exception {
    ContentCodings codings = ContentCodings.standard().with(Zstd.coding()).with(Brotli.coding());
    try (HttpClient client =
        HttpClient.builder().baseUri(arguments[0] + "/").codings(codings).build()) {
      HttpbinContent content = new HttpbinContent(client);
      content.codings(arguments[0]);
      content.streams();
      content.drips();
      content.ranges();
      content.check.is("connections left in use", 0, client.connections().leased());
      content.check.exit();
    }
  }

  private void codings(String base) throws Exception {
    System.out.println("codings:");
    check.is(
        "asks for",
        "br, zstd, gzip, deflate",
        member(client.get("headers").send(), "Accept-Encoding"));
    for (String coding : List.of("gzip", "deflate", "brotli")) {
      BufferedResponse response = client.get(coding).send();
      String named = coding.equals("brotli") ? "br" : coding;
      check.is(
          coding,
          named + ", decoded",
          response.header("Content-Encoding").orElse("none")
              + said(
                  response,
                  coding.equals("gzip")
                      ? "gzipped"
                      : coding.equals("deflate") ? "deflated" : "brotli"));
      check.is(
          coding + " left alone",
          false,
          client.get(coding).decompress(false).send().text().contains("\"headers\""));
    }
    try (HttpClient plain = HttpClient.builder().baseUri(base + "/").build()) {
      BufferedResponse response = plain.get("brotli").send();
      check.is(
          "brotli without the jar for it",
          "br, not decoded",
          response.header("Content-Encoding").orElse("none")
              + (response.text().contains("\"headers\"") ? ", decoded" : ", not decoded"));
      check.is("and the client goes on", 200, plain.get("get").send().status().code());
    }
  }

  private static String said(BufferedResponse response, String member) {
    return response.text().replaceAll("\\s", "").contains("\"" + member + "\":true")
        ? ", decoded"
        : ", not decoded";
  }

  private void streams() throws Exception {
    System.out.println("streams:");
    try (StreamingResponse response = client.get("stream/20").open()) {
      check.is(
          "lines of 20 chunks", 20L, response.lines().filter(line -> line.startsWith("{")).count());
    }
    List<Integer> sizes = new ArrayList<>();
    client
        .get("stream-bytes/100000?chunk_size=1000&seed=1")
        .onData(512, piece -> sizes.add(piece.remaining()))
        .send();
    check.is("bytes by a receiver", 100000, sizes.stream().mapToInt(Integer::intValue).sum());
    check.is("in pieces of at most", true, sizes.stream().allMatch(size -> size <= 512));
    try (StreamingResponse response =
        client.get("stream-bytes/100000?chunk_size=1000&seed=1").open()) {
      check.is("bytes by a stream", 100000, response.body().readAllBytes().length);
    }
    List<String> lines = new ArrayList<>();
    client.get("response-headers?X-Seen=yes").onHeaderLine(lines::add).send();
    check.is(
        "header lines",
        "HTTP/1.1 200 OK, X-Seen",
        lines.getFirst().strip() + (lines.contains("X-Seen: yes\r\n") ? ", X-Seen" : ""));
  }

  private void drips() throws Exception {
    System.out.println("drips:");
    check.is(
        "ten bytes in a second",
        10,
        client.get("drip?numbytes=10&duration=1").send().bytes().length);
    try {
      client.get("drip?numbytes=10&duration=10").timeout(Duration.ofMillis(700)).send();
      check.is("ten seconds, of which the call has 0.7", "a failure", "an answer");
    } catch (HttpFailure.Timeout e) {
      System.out.println("  ten seconds, of which the call has 0.7: " + e.getMessage());
    }
  }

  private void ranges() throws Exception {
    System.out.println("ranges:");
    BufferedResponse part = client.get("range/1000").header("Range", "bytes=10-19").send();
    check.is("a range", "206 klmnopqrst", part.status().code() + " " + part.text());
    check.is(
        "beyond the end",
        416,
        client.get("range/1000").header("Range", "bytes=1000-").send().status().code());
    Path folder = Files.createTempDirectory("godwit-check-");
    Path file = folder.resolve("range");
    Downloaded whole = client.get("range/100000").download(file).run();
    check.is("a download", 100000L, whole.length());
    check.is(
        "is what a GET gives",
        true,
        Arrays.equals(Files.readAllBytes(file), client.get("range/100000").send().bytes()));
    Files.delete(file);
    Files.delete(folder);
  }

  private static String member(BufferedResponse response, String name) {
    String json = response.text().replaceAll("\\s+", " ");
    return json.replaceAll(".*\"" + name + "\" ?: ?\"([^\"]*)\".*", "$1");
  }
}
