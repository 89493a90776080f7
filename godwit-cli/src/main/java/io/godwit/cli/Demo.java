package io.godwit.cli;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@code godwit demo}: starts a server on this machine, has real exchanges with it, checks what
 * came of each, and prints that as a table. Needs no network.
 */
final class Demo {
  private final HttpClient client;
  private final DemoHandler handler;
  private final DemoTable table;

  private Demo(HttpClient client, DemoHandler handler, DemoTable table) {
    this.client = client;
    this.handler = handler;
    this.table = table;
  }

  /** Shows everything; fails when something did not do what it should. */
  static ExitCode run(List<String> arguments, OutputStream out) throws CommandFailure {
    if (!arguments.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "demo takes no arguments: " + arguments.getFirst());
    }
    DemoHandler handler = new DemoHandler();
    DemoTable table = new DemoTable(Sink.to(out));
    try (HttpServer server = HttpServer.start(0, handler)) {
      String base = "http://127.0.0.1:" + server.port() + "/";
      try (HttpClient client = HttpClient.builder().baseUri(base).build()) {
        table.begin(base);
        new Demo(client, handler, table).tour();
      } finally {
        handler.end();
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.DEMO, "the demonstration's server cannot start: " + e.getMessage(), e);
    }
    table.end();
    return table.failed() ? ExitCode.DEMO : ExitCode.OK;
  }

  /** What one step has to show for itself. */
  record Shown(String status, long sent, long received, String remark) {}

  /** One step; throws when something is not as it should be. */
  @FunctionalInterface
  private interface Step {
    Shown run() throws IOException, InterruptedException;
  }

  /** A step was answered, but not as it should be. */
  private static final class Wrong extends IOException {
    private static final long serialVersionUID = 1L;

    Wrong(String text) {
      super(text);
    }
  }

  private void tour() throws CommandFailure {
    step("a page", "GET", this::page);
    step("a text sent", "POST", this::post);
    step("streaming down", "GET", this::down);
    step("streaming up", "POST", this::up);
    step("echo while sending", "POST", this::echo);
    step("chunks and trailers", "GET", this::trailers);
    step("keep-alive", "GET", this::keepAlive);
    step("a missing page", "GET", this::missing);
    step("a bad header field", "GET", this::badField);
    step("a timeout", "GET", this::timeout);
    step("a cancel", "GET", this::cancel);
  }

  private void step(String name, String method, Step step) throws CommandFailure {
    long start = System.nanoTime();
    Optional<Shown> shown = Optional.empty();
    String problem = "";
    try {
      shown = Optional.of(step.run());
    } catch (IOException | RuntimeException e) {
      problem = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    table.add(name, method, shown, problem, Duration.ofNanos(System.nanoTime() - start));
  }

  private Shown page() throws IOException {
    BufferedResponse response = client.get("hello").send();
    require(response, 200, "hello, world\n");
    return shown(response, 0, "");
  }

  private Shown post() throws IOException {
    BufferedResponse response = client.post("greet").text("Ada").send();
    require(response, 200, "hello, Ada\n");
    return shown(response, 3, "");
  }

  private Shown down() throws IOException {
    return streamed(client.get("down"), 0);
  }

  private Shown up() throws IOException {
    long size = DemoHandler.STREAMED;
    BufferedResponse response = client.post("up").stream(new Pattern(size)).send();
    require(response, 200, Pattern.Sum.of(new Pattern(size)).toString());
    return shown(response, size, "");
  }

  private Shown echo() throws IOException {
    long size = DemoHandler.STREAMED;
    return streamed(client.post("echo").body(Body.stream(new Pattern(size))), size);
  }

  private Shown streamed(CallBuilder call, long sent) throws IOException {
    try (StreamingResponse response = call.open()) {
      Pattern.Sum expected = Pattern.Sum.of(new Pattern(DemoHandler.STREAMED));
      Pattern.Sum got = Pattern.Sum.of(response.body());
      require(got.equals(expected), "got " + got + " in place of " + expected);
      return new Shown(response.toString(), sent, got.bytes(), "");
    }
  }

  private Shown trailers() throws IOException {
    BufferedResponse response = client.get("trailers").send();
    require(response, 200, "one, two, three\n");
    String trailer = response.trailers().first("X-Chunks").orElse("none");
    require(trailer.equals("3"), "the trailer is " + trailer);
    return shown(response, 0, "trailer X-Chunks: " + trailer);
  }

  private Shown keepAlive() throws IOException {
    String first = client.get("who").send().text();
    BufferedResponse response = client.get("who").send();
    require(response, 200, first);
    return shown(response, 0, "twice from " + first.substring(first.lastIndexOf(':') + 1));
  }

  private Shown missing() throws IOException {
    BufferedResponse response = client.get("nowhere").send();
    require(response, 404, "");
    return shown(response, 0, "a response, no exception");
  }

  private Shown badField() throws IOException {
    try {
      client.get("hello").header("X-Note", "one\r\nSet-Cookie: two").send();
    } catch (InvalidMessage e) {
      return new Shown("refused", 0, 0, "nothing was sent");
    }
    throw new Wrong("a field with a line break was sent");
  }

  private Shown timeout() throws IOException {
    try {
      client.get("never").timeout(Duration.ofMillis(200)).send();
    } catch (HttpFailure.Timeout e) {
      return new Shown("timeout", 0, 0, e.phase() + ", after " + e.limit().toMillis() + " ms");
    }
    throw new Wrong("an answer came that was never sent");
  }

  private Shown cancel() throws IOException, InterruptedException {
    handler.expectWaiting();
    CompletableFuture<BufferedResponse> call = client.get("never").sendAsync();
    handler.awaitWaiting();
    call.cancel(true);
    try {
      call.get();
    } catch (CancellationException e) {
      return new Shown("cancelled", 0, 0, "while it waited for the answer");
    } catch (ExecutionException e) {
      throw new Wrong("it failed otherwise: " + e.getCause());
    }
    throw new Wrong("an answer came that was never sent");
  }

  private static Shown shown(BufferedResponse response, long sent, String remark) {
    return new Shown(response.toString(), sent, response.bytes().length, remark);
  }

  private static void require(BufferedResponse response, int status, String text) throws Wrong {
    require(response.status().code() == status, "the answer is " + response);
    require(response.text().equals(text), "the content is '" + response.text() + "'");
  }

  private static void require(boolean holds, String otherwise) throws Wrong {
    if (!holds) {
      throw new Wrong(otherwise);
    }
  }
}
