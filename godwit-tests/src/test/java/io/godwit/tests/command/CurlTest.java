package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.godwit.cli.Main;
import io.godwit.tests.Row;
import io.godwit.tests.command.RecordingPeer.Asked;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real command lines, run by curl and by {@code godwit curl} against the same server: the same
 * requests, the same output, the same files, the same exit code. What may differ is what {@link
 * #comparable(Asked)} leaves out, and docs/cli.md tells.
 *
 * <p>Where there is no curl these are skipped; {@code .ci/checks/25-side-by-side.sh} sees to it
 * that they are not in CI.
 */
@Timeout(120)
final class CurlTest {
  private static RecordingPeer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(
        CurlProgram.version().isPresent(),
        "THERE IS NO curl ON THIS MACHINE: the command was not compared with it");
    server = new RecordingPeer();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** What a command line came to, as far as it is compared. */
  private record Came(int code, String out, List<String> asked, Map<String, String> files) {}

  /** Each line as one argument would be written after another; {@code |} parts the arguments. */
  static Stream<String> lines() {
    return CommandLines.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  @Row("T52")
  void both_programs_do_the_same(String line) throws Exception {
    Came curls = curl(line, folder.resolve("curl"));
    Came ours = godwit(line, folder.resolve("godwit"));
    assertThat(ours).isEqualTo(curls);
    assertThat(curls.asked()).as("a line that asks for nothing shows nothing").isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{url}/cookie",
        "-d|it's $HOME|-H|X-A: \"b\"|{url}/to/307/ok",
        "--follow-redirects=false|-A||{url}/to/302/ok",
        "--json|{\"a\": 1}|--url-query|q=a b|-X|PUT|{url}/form",
        "-G|-d|a=1|--max-redirs|1|{url}/to/302/to/302/ok",
      })
  void the_curl_command_that_is_printed_asks_for_the_same(String line) throws Exception {
    Path into = folder.resolve("into");
    prepare(into);
    List<String> arguments = arguments(line, into);
    Command.Ran ours = Command.run(arguments.toArray(String[]::new));
    List<String> asked = server.takeAsked().stream().map(CurlTest::comparable).toList();
    List<String> printing = new ArrayList<>(arguments);
    printing.addFirst("--to-curl");
    Command.Ran printed = Command.run(printing.toArray(String[]::new));
    CurlProgram.Ran curls = CurlProgram.run("", List.of("sh", "-c", printed.out()));
    assertThat(curls.code()).isEqualTo(ours.code());
    assertThat(new String(curls.out(), StandardCharsets.UTF_8)).isEqualTo(ours.out());
    assertThat(server.takeAsked().stream().map(CurlTest::comparable).toList())
        .isEqualTo(asked)
        .isNotEmpty();
  }

  private static Came curl(String line, Path into) throws IOException, InterruptedException {
    prepare(into);
    CurlProgram.Ran ran = CurlProgram.curl(CommandLines.INPUT, arguments(line, into));
    return came(ran.code(), ran.out(), into);
  }

  private static Came godwit(String line, Path into) throws IOException {
    prepare(into);
    List<String> arguments = new ArrayList<>(List.of("curl"));
    arguments.addAll(arguments(line, into));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            arguments.toArray(String[]::new),
            new ByteArrayInputStream(CommandLines.INPUT.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return came(code, out.toByteArray(), into);
  }

  private static void prepare(Path into) throws IOException {
    Files.createDirectory(into);
    for (Map.Entry<String, String> file : CommandLines.FILES.entrySet()) {
      Files.writeString(into.resolve(file.getKey()), file.getValue());
    }
    server.takeAsked();
  }

  private static List<String> arguments(String line, Path into) {
    List<String> arguments = new ArrayList<>();
    for (String argument : line.split("[|]", -1)) {
      arguments.add(
          argument
              .replace("{url}", "http://127.0.0.1:" + server.port())
              .replace("{port}", String.valueOf(server.port()))
              .replace("{dir}", into.toString()));
    }
    return arguments;
  }

  private static Came came(int code, byte[] out, Path into) throws IOException {
    List<String> asked = server.takeAsked().stream().map(CurlTest::comparable).toList();
    String text = new String(out, StandardCharsets.ISO_8859_1);
    return new Came(code, text.replace(into.toString(), "{dir}"), asked, files(into));
  }

  private static Map<String, String> files(Path into) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(into)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean cookies = content.contains("Netscape HTTP Cookie File");
        files.put(
            into.relativize(file).toString(),
            (cookies ? sorted(content) : content)
                + " @"
                + (content.equals("hello\n") && dated(file) ? "2024" : "now"));
      }
    }
    return files;
  }

  /** The lines of a file of cookies, whose order and comments are each program's own. */
  private static String sorted(String content) {
    return content.lines().filter(line -> line.contains("\t")).sorted().toList().toString();
  }

  private static boolean dated(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toString().startsWith("2024-01-01T00:00:00");
  }

  /**
   * A request without what is documented to differ: the order of fields, what the programs call
   * themselves, that curl expects 100-continue of every upload and we only of a large one, that we
   * say so when a POST or PUT has no content, that we ask HTTP/1.0 to keep the connection and no
   * proxy, what is made up anew each time.
   */
  private static String comparable(Asked request) {
    List<String> fields = new ArrayList<>();
    String content = request.content();
    for (String field : request.fields()) {
      int colon = field.indexOf(':');
      String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = field.substring(colon + 1).strip();
      int boundary = value.indexOf("boundary=");
      if (boundary >= 0) {
        String mark = value.substring(boundary + "boundary=".length());
        content = content.replace(mark, "BOUNDARY");
        value = value.replace(mark, "BOUNDARY");
      }
      switch (name) {
        case "user-agent" -> {
          boolean own = value.startsWith("curl/") || value.startsWith("godwit/");
          fields.add(name + ": " + (own ? "OWN" : value));
        }
        case "expect", "connection", "proxy-connection" -> {}
        case "content-length" -> {
          if (!value.equals("0") && boundaryOf(request).isEmpty()) {
            fields.add(name + ": " + value);
          }
        }
        case "accept-encoding" -> fields.add(name);
        case "cookie" -> fields.add(name + ": " + value.replaceAll("; *", "; "));
        case "authorization" -> fields.add(name + ": " + proof(value));
        default -> fields.add(name + ": " + value);
      }
    }
    return request.line() + " " + fields.stream().sorted().toList() + " " + content;
  }

  private static String boundaryOf(Asked request) {
    return request.field("Content-Type").filter(type -> type.contains("boundary=")).orElse("");
  }

  /** A proof of Digest without what is made up for it, in the order of names. */
  private static String proof(String value) {
    if (!value.startsWith("Digest ")) {
      return value;
    }
    return Stream.of(value.substring(7).replace("\"", "").split(", *", -1))
        .filter(part -> !part.startsWith("cnonce=") && !part.startsWith("response="))
        .sorted()
        .toList()
        .toString();
  }
}
