package io.godwit.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.policy.auth.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs rely on, checked with the JDK's own server as well as with ours. */
@Timeout(60)
@ParameterizedClass
@EnumSource(HttpServerTest.Kind.class)
final class HttpServerTest {
  enum Kind {
    GODWIT,
    JDK;

    HttpServerProvider provider() {
      return this == GODWIT ? new GodwitHttpServerProvider() : jdk();
    }

    /** What is found without this module; not exported, see the surefire plug-in's arguments. */
    private static HttpServerProvider jdk() {
      try {
        return Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
            .asSubclass(HttpServerProvider.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the JDK's own server is not there", e);
      }
    }
  }

  private final Kind kind;
  private final HttpServer server;
  @AutoClose private final HttpClient client = HttpClient.create();

  HttpServerTest(Kind kind) throws IOException {
    this.kind = kind;
    server = kind.provider().createHttpServer(anyPort(), 0);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_handler_is_asked_and_answers() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    server.createContext(
        "/",
        exchange -> {
          String content =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seen.set(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getProtocol(),
                  exchange.getRequestHeaders().getFirst("x-asked"),
                  content));
          exchange.getResponseHeaders().set("X-Answered", "yes");
          answer(exchange, 201, "hello");
        });
    server.start();

    BufferedResponse response = call("/path?q=1").header("X-Asked", "who").text("content").send();

    assertThat(seen.get()).isEqualTo("POST /path?q=1 HTTP/1.1 who content");
    assertThat(response.status().code()).isEqualTo(201);
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.header("X-Answered")).contains("yes");
    assertThat(response.header("Content-Length")).contains("5");
    assertThat(response.header("Date")).isPresent();
  }

  @Test
  void an_exchange_tells_the_addresses_of_its_connection() throws Exception {
    HttpServer all = kind.provider().createHttpServer(new InetSocketAddress(0), 0);
    all.createContext(
        "/",
        exchange -> answer(exchange, 200, exchange.getLocalAddress() + " " + clientOf(exchange)));
    all.start();
    try {
      int port = all.getAddress().getPort();

      assertThat(client.get("http://127.0.0.1:" + port + "/").send().text())
          .isEqualTo("/127.0.0.1:" + port + " /127.0.0.1");
    } finally {
      all.stop(0);
    }
  }

  private static String clientOf(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().toString();
  }

  @Test
  void the_context_with_the_longest_path_is_asked() throws Exception {
    for (String path : List.of("/", "/apps", "/apps/", "/apps/foo/")) {
      server.createContext(path, exchange -> answer(exchange, 200, path));
    }
    server.start();

    assertThat(text("/")).isEqualTo("/");
    assertThat(text("/other")).isEqualTo("/");
    assertThat(text("/apps")).isEqualTo("/apps");
    assertThat(text("/appsfoo")).isEqualTo("/apps");
    assertThat(text("/apps/bar")).isEqualTo("/apps/");
    assertThat(text("/apps/foo/bar")).isEqualTo("/apps/foo/");
  }

  @Test
  void without_a_context_there_is_nothing() throws Exception {
    server.createContext("/only", exchange -> answer(exchange, 200, "here"));
    server.start();

    BufferedResponse response = client.get(uri("/elsewhere")).send();

    assertThat(response.status().code()).isEqualTo(404);
    assertThat(response.text()).contains("No context found for request");
  }

  @Test
  void contexts_come_and_go_while_the_server_runs() throws Exception {
    server.start();
    HttpContext context = server.createContext("/late");
    context.setHandler(exchange -> answer(exchange, 200, "late"));

    assertThat(text("/late")).isEqualTo("late");
    assertThatThrownBy(() -> server.createContext("/late"))
        .isInstanceOf(IllegalArgumentException.class);
    server.removeContext("/late");
    assertThat(client.get(uri("/late")).send().status().code()).isEqualTo(404);
    assertThatThrownBy(() -> server.removeContext("/late"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.removeContext(context))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.createContext("relative"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> context.setHandler(_ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void content_of_unknown_length_streams() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream to = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
              to.write("x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
              to.flush();
            }
          }
        });
    server.start();

    BufferedResponse response = client.get(uri("/")).send();

    assertThat(response.bytes()).hasSize(100_000);
    assertThat(response.header("Transfer-Encoding")).contains("chunked");
  }

  @Test
  void what_is_flushed_arrives_while_the_handler_goes_on() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream to = exchange.getResponseBody()) {
            to.write('a');
            to.flush();
            await(arrived);
            to.write('b');
          }
        });
    server.start();

    try (var response = client.get(uri("/")).open()) {
      assertThat(response.body().read()).isEqualTo('a');
      arrived.countDown();
      assertThat(response.body().readAllBytes()).asString().isEqualTo("b");
    }
  }

  @Test
  void statuses_without_content_have_none() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(status, -1);
        });
    server.start();

    for (int status : new int[] {200, 204, 304, 404}) {
      BufferedResponse response = client.get(uri("/" + status)).send();
      assertThat(response.status().code()).isEqualTo(status);
      assertThat(response.bytes()).isEmpty();
    }
    assertThat(client.get(uri("/204")).send().header("Content-Length")).isEmpty();
    assertThat(client.get(uri("/200")).send().header("Content-Length")).contains("0");
  }

  @Test
  void head_says_what_the_handler_says_of_the_length() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Length", "1234");
          exchange.sendResponseHeaders(200, -1);
        });
    server.start();

    BufferedResponse response = client.head(uri("/")).send();

    assertThat(response.header("Content-Length")).contains("1234");
    assertThat(response.bytes()).isEmpty();
  }

  @Test
  void the_rules_of_the_response_stream_hold() throws Exception {
    CompletableFuture<List<String>> messages = new CompletableFuture<>();
    server.createContext(
        "/",
        exchange -> {
          String early = failing(() -> exchange.getResponseBody().write(1));
          exchange.sendResponseHeaders(200, 3);
          String twice = failing(() -> exchange.sendResponseHeaders(200, 3));
          OutputStream to = exchange.getResponseBody();
          to.write(new byte[3]);
          String tooMany = failing(() -> to.write(new byte[1]));
          to.close();
          messages.complete(List.of(early, twice, tooMany));
        });
    server.start();

    assertThat(client.get(uri("/")).send().bytes()).hasSize(3);
    assertThat(messages.get())
        .containsExactly(
            "response headers not sent yet",
            "headers already sent",
            "too many bytes to write to stream");
  }

  @Test
  void content_that_is_too_short_is_never_taken_for_the_whole() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100_000);
          exchange.getResponseBody().write(new byte[50_000]);
          exchange.close();
        });
    server.start();

    assertThatThrownBy(() -> client.get(uri("/")).send())
        .isInstanceOf(io.godwit.http.HttpFailure.ConnectionLost.class);
  }

  @Test
  void an_exchange_may_be_finished_by_another_thread() throws Exception {
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      server.createContext(
          "/",
          exchange -> {
            others.execute(() -> answerUnchecked(exchange, "later"));
          });
      server.start();

      assertThat(text("/")).isEqualTo("later");
    }
  }

  @Test
  void handlers_run_on_the_executor_that_was_set() throws Exception {
    try (ExecutorService own =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "of-the-program"))) {
      server.setExecutor(own);
      server.createContext(
          "/", exchange -> answer(exchange, 200, Thread.currentThread().getName()));
      server.start();

      assertThat(text("/")).isEqualTo("of-the-program");
      assertThat(server.getExecutor()).isSameAs(own);
      assertThatThrownBy(() -> server.setExecutor(null)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void filters_stand_around_the_handler_in_their_order() throws Exception {
    HttpContext context =
        server.createContext(
            "/",
            exchange ->
                answer(exchange, 200, String.valueOf(exchange.getResponseHeaders().get("X-By"))));
    context.getFilters().add(named("one"));
    context.getFilters().add(named("two"));
    CompletableFuture<Integer> after = new CompletableFuture<>();
    context
        .getFilters()
        .add(Filter.afterHandler("looks", exchange -> after.complete(exchange.getResponseCode())));
    server.start();

    assertThat(text("/")).isEqualTo("[one, two]");
    assertThat(after.get()).isEqualTo(200);
  }

  private static Filter named(String name) {
    return Filter.beforeHandler(name, exchange -> exchange.getResponseHeaders().add("X-By", name));
  }

  @Test
  void a_filter_may_put_other_streams_in_place() throws Exception {
    HttpContext context =
        server.createContext(
            "/",
            exchange ->
                answer(
                    exchange,
                    200,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    context
        .getFilters()
        .add(
            Filter.beforeHandler(
                "replaces",
                exchange ->
                    exchange.setStreams(
                        new ByteArrayInputStream("replaced".getBytes(StandardCharsets.UTF_8)),
                        null)));
    server.start();

    assertThat(call("/").text("original").send().text()).isEqualTo("replaced");
  }

  @Test
  void an_authenticator_lets_in_who_logs_in() throws Exception {
    HttpContext context =
        server.createContext(
            "/", exchange -> answer(exchange, 200, exchange.getPrincipal().toString()));
    context.setAuthenticator(
        new BasicAuthenticator("the realm") {
          @Override
          public boolean checkCredentials(String user, String password) {
            return user.equals("ada") && password.equals("secret");
          }
        });
    server.start();

    assertThat(client.get(uri("/")).send().status().code()).isEqualTo(401);
    assertThat(client.get(uri("/")).auth(Login.of("ada", "secret")).send().text())
        .isEqualTo("the realm:ada");
    assertThat(client.get(uri("/")).auth(Login.of("ada", "wrong")).send().status().code())
        .isEqualTo(401);
  }

  @Test
  void a_connection_is_kept_and_closed_when_the_handler_says_so() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/last")) {
            exchange.getResponseHeaders().set("Connection", "close");
          }
          answer(exchange, 200, Integer.toString(exchange.getRemoteAddress().getPort()));
        });
    server.start();

    String first = text("/");
    assertThat(text("/")).isEqualTo(first);
    assertThat(text("/last")).isEqualTo(first);
    assertThat(text("/")).isNotEqualTo(first);
  }

  @Test
  void large_content_goes_both_ways() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          byte[] content = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    byte[] content = new byte[2_000_000];
    content[1_234_567] = 7;

    assertThat(client.post(uri("/")).body(Body.bytes(content)).send().bytes()).isEqualTo(content);
  }

  @Test
  void the_jdks_file_handler_serves_files(@TempDir Path folder) throws Exception {
    Path real = folder.toRealPath();
    Files.writeString(real.resolve("page.html"), "<p>hello</p>");
    server.createContext("/", SimpleFileServer.createFileHandler(real));
    server.start();

    assertThat(text("/page.html")).isEqualTo("<p>hello</p>");
    assertThat(text("/")).contains("page.html");
    assertThat(client.head(uri("/page.html")).send().header("Content-Length")).contains("12");
    assertThat(client.get(uri("/missing")).send().status().code()).isEqualTo(404);
    assertThat(client.post(uri("/page.html")).send().status().code()).isEqualTo(405);
  }

  @Test
  void the_states_of_a_server_are_kept_to() throws Exception {
    InetSocketAddress bound = server.getAddress();
    assertThat(bound.getPort()).as("known before it is started").isPositive();
    assertThatThrownBy(() -> server.bind(anyPort(), 0)).isInstanceOf(BindException.class);
    server.start();
    assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> server.stop(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.createContext("/x", null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void stopping_lets_what_runs_finish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          begun.countDown();
          await(goOn);
          answer(exchange, 200, "finished");
        });
    try (ExecutorService own = Executors.newCachedThreadPool()) {
      server.setExecutor(own);
      server.start();
      CompletableFuture<BufferedResponse> call = client.get(uri("/")).sendAsync();
      await(begun);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> server.stop(30), own);
      goOn.countDown();

      assertThat(call.get().text()).isEqualTo("finished");
      stopped.get();
      assertThatThrownBy(() -> client.get(uri("/")).send()).isInstanceOf(IOException.class);
    }
  }

  /** As a program does that has waited for a browser to be sent back to it. */
  @Test
  void what_was_answered_arrives_though_the_server_is_stopped_at_once() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          answer(exchange, 200, "that was it");
          server.stop(0);
        });
    server.start();
    assertThat(text("/")).isEqualTo("that was it");
  }

  private interface Failing {
    void run() throws IOException;
  }

  private static String failing(Failing step) {
    try {
      step.run();
      return "no failure";
    } catch (IOException e) {
      return Objects.toString(e.getMessage());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void answerUnchecked(HttpExchange exchange, String text) {
    try {
      answer(exchange, 200, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private CallBuilder call(String path) {
    return client.post(uri(path));
  }

  private String text(String path) throws IOException {
    return client.get(uri(path)).send().text();
  }
}
