package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.CallEnd;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.Interceptor;
import io.godwit.client.PoolLimits;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.auth.Bearer;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What interceptors can do to a call, and that they leave nothing open. */
@Timeout(60)
final class InterceptorTest {
  private static final String LARGE = "y".repeat(300_000);

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private HttpServer server;
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.start(0, this::answer);
    other =
        HttpServer.builder()
            .handler(InterceptorTest::fields)
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0))
            .start();
  }

  @AfterEach
  void stop() {
    go.countDown();
    server.close();
    other.close();
  }

  private Response answer(ServerRequest request) throws Exception {
    requests.incrementAndGet();
    return switch (request.path()) {
      case "/moved" -> Response.of(302).withHeader("Location", "/fields");
      case "/flaky" -> failing.getAndDecrement() > 0 ? Response.of(503) : Response.text("at last");
      case "/missing" -> Response.of(404).withBody(Body.text("not here"));
      case "/large" -> Response.text(LARGE);
      case "/wait" -> {
        arrived.countDown();
        go.await();
        yield Response.text("late");
      }
      default -> fields(request);
    };
  }

  private static Response fields(ServerRequest request) {
    return Response.text(
        String.join(
            "|",
            request.header("Host").orElse("no host"),
            request.header("X-Trail").orElse("no trail"),
            request.header("Authorization").orElse("no authorization"),
            request.header("X-Secret").orElse("no secret"),
            request.header("Cookie").orElse("no cookie")));
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private String elsewhere(String path) {
    return "http://127.0.0.2:" + other.port() + path;
  }

  /** A client with a single connection: what is left open shows as a call that cannot go on. */
  private static HttpClientBuilder single() {
    return HttpClient.builder().pool(PoolLimits.defaults().withPerOrigin(1));
  }

  private static Interceptor trail(String mark) {
    return chain -> {
      String before = chain.request().header("X-Trail").orElse("");
      StreamingResponse response =
          chain.proceed(chain.request().withHeader("X-Trail", before + mark));
      Response head = response.response();
      String after = head.header("X-Back").orElse("");
      return chain.answer(
          head.withHeader("X-Back", after + mark).withBody(Body.stream(response.body())));
    };
  }

  @Row("P31")
  @Test
  void those_of_the_client_stand_outside_in_binding_order_and_those_of_the_call_within()
      throws Exception {
    try (HttpClient client = single().interceptor(trail("1")).interceptor(trail("2")).build()) {
      for (int i = 0; i < 2; i++) {
        BufferedResponse response =
            client
                .get(uri("/fields"))
                .interceptor(trail("3"))
                .interceptor(trail("4"))
                .tag("mine")
                .send();
        assertThat(response.text()).contains("|1234|");
        assertThat(response.header("X-Back")).contains("4321");
        assertThat(response.requested().header("X-Trail")).isEmpty();
        assertThat(response.request().header("X-Trail")).contains("1234");
        assertThat(response.tag()).contains("mine");
      }
      assertThat(client.connections().idle()).isEqualTo(1);
    }
  }

  @Test
  void a_streamed_call_passes_through_them_as_well() throws Exception {
    try (HttpClient client = single().interceptor(trail("1")).build()) {
      for (int i = 0; i < 2; i++) {
        try (StreamingResponse response = client.get(uri("/large")).open()) {
          assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
              .isEqualTo(LARGE);
          assertThat(response.trailers().isEmpty()).isTrue();
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void what_is_made_of_a_response_ends_it_when_it_is_closed_early() throws Exception {
    try (HttpClient client = single().interceptor(trail("1")).build()) {
      try (StreamingResponse response = client.get(uri("/large")).open()) {
        assertThat(response.body().readNBytes(1000)).hasSize(1000);
        assertThat(client.connections().leased()).isEqualTo(1);
      }
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_response_that_is_passed_on_is_the_same_with_its_record() throws Exception {
    try (HttpClient client = single().interceptor(Interceptor.Chain::proceed).build()) {
      BufferedResponse response = client.get(uri("/moved")).send();
      assertThat(response.history()).hasSize(1);
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(response.requested().uri().path()).isEqualTo("/moved");
      assertThat(response.request().uri().path()).isEqualTo("/fields");
      assertThat(response.explain().toString()).contains("redirect 1");
      assertThat(requests).as("within one proceed").hasValue(2);
    }
  }

  @Row("P30")
  @Test
  void one_that_answers_itself_needs_no_network() throws Exception {
    EventList heard = new EventList();
    Interceptor offline = chain -> chain.answer(Response.text("gone fishing"));
    try (HttpClient client = HttpClient.builder().interceptor(offline).listener(heard).build()) {
      BufferedResponse response = client.get("http://nowhere.invalid/").send();
      assertThat(response.text()).isEqualTo("gone fishing");
      assertThat(response.header("Content-Type")).contains("text/plain; charset=utf-8");
      assertThat(response.attempts()).isZero();
      assertThat(response.explain().toString()).contains("answer: 200");
      assertThat(heard.events()).containsExactly("answered 200", "content", "ended Answered");
      try (StreamingResponse streamed = client.get("http://nowhere.invalid/").open()) {
        assertThat(streamed.body().readAllBytes()).hasSize(12);
        assertThat(streamed.body().read()).isNegative();
      }
      assertThat(heard.ends()).hasSize(2);
    }
  }

  @Test
  void an_answer_in_place_of_a_response_closes_that_at_once() throws Exception {
    Interceptor instead =
        chain -> {
          StreamingResponse real = chain.proceed();
          return chain.answer(Response.text("instead of " + real.status().code()));
        };
    try (HttpClient client = single().interceptor(instead).build();
        StreamingResponse response = client.get(uri("/large")).open()) {
      assertThat(client.connections().leased()).isZero();
      assertThat(response.body().readAllBytes()).asString().isEqualTo("instead of 200");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_answer_that_is_not_as_long_as_declared_is_the_callers_failure(boolean tooShort)
      throws Exception {
    byte[] four = "four".getBytes(StandardCharsets.US_ASCII);
    long declared = tooShort ? 5 : 3;
    Interceptor odd =
        chain ->
            chain.answer(
                Response.ok(
                    Body.source(() -> new ByteArrayInputStream(four)).withLength(declared)));
    try (HttpClient client = HttpClient.builder().interceptor(odd).build()) {
      assertThatThrownBy(() -> client.get(uri("/")).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining(declared + " bytes");
    }
  }

  @Test
  void an_answer_whose_stream_fails_is_the_callers_failure_and_closes_the_stream() {
    AtomicInteger closed = new AtomicInteger();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is on fire");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Interceptor odd = chain -> chain.answer(Response.ok(Body.stream(broken)));
    try (HttpClient client = HttpClient.builder().interceptor(odd).build()) {
      assertThatThrownBy(() -> client.get(uri("/")).send())
          .isInstanceOf(HttpFailure.CallerBody.class)
          .hasMessageContaining("the disk is on fire");
      assertThat(closed.get()).isPositive();
    }
  }

  @Row("P30")
  @Test
  void one_that_tries_again_needs_no_second_connection_and_is_told_of_once() throws Exception {
    Interceptor persistent =
        chain -> {
          StreamingResponse response = chain.proceed();
          while (response.status().code() == 503) {
            response = chain.proceed();
          }
          return response;
        };
    EventList heard = new EventList();
    failing.set(2);
    try (HttpClient client = single().interceptor(persistent).build()) {
      BufferedResponse response = client.get(uri("/flaky")).listener(heard).send();
      assertThat(response.text()).isEqualTo("at last");
      assertThat(response.timings().redirect()).as("the times before").isPositive();
      assertThat(client.connections().leased()).isZero();
    }
    assertThat(server.connections()).isLessThanOrEqualTo(1);
    assertThat(heard.events())
        .containsExactly(
            "sending /flaky",
            "received",
            "sending /flaky",
            "received",
            "sending /flaky",
            "received",
            "answered 200",
            "content",
            "ended Answered");
    assertThat(heard.calls()).containsOnly(heard.calls().getFirst());
  }

  @Test
  void all_tries_together_have_the_time_of_the_call() {
    Interceptor stubborn =
        chain -> {
          while (true) {
            chain.proceed().close();
          }
        };
    try (HttpClient client = single().interceptor(stubborn).build()) {
      assertThatThrownBy(() -> client.get(uri("/fields")).timeout(Duration.ofMillis(200)).send())
          .isInstanceOfSatisfying(
              HttpFailure.Timeout.class,
              failure -> assertThat(failure.phase()).isEqualTo(Phase.TOTAL));
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void an_exception_after_the_response_reaches_the_caller_and_nothing_stays_open() {
    IllegalStateException mine = new IllegalStateException("no");
    HttpFailure refused = new HttpFailure.Refused("not today", Sent.YES);
    AtomicBoolean refuses = new AtomicBoolean();
    EventList heard = new EventList();
    Interceptor throwing =
        chain -> {
          chain.proceed();
          if (refuses.get()) {
            throw refused;
          }
          throw mine;
        };
    try (HttpClient client = single().interceptor(throwing).listener(heard).build()) {
      assertThatThrownBy(() -> client.get(uri("/large")).send()).isSameAs(mine);
      assertThat(client.connections().leased()).isZero();
      refuses.set(true);
      assertThatThrownBy(() -> client.get(uri("/large")).open()).isSameAs(refused);
      assertThat(client.connections().leased()).isZero();
      assertThat(refused.explain().toString()).contains("GET " + uri("/large"), "not today");
      assertThatThrownBy(() -> client.get(uri("/large")).sendAsync().join()).hasCause(refused);
      assertThat(heard.ends())
          .containsExactly(
              new CallEnd.Failed(mine), new CallEnd.Failed(refused), new CallEnd.Failed(refused));
    }
  }

  @Test
  void one_that_refuses_without_proceeding_sends_nothing() {
    HttpFailure refused = new HttpFailure.Refused("not on Sundays", Sent.NO);
    Interceptor refusing =
        _ -> {
          throw refused;
        };
    try (HttpClient client = HttpClient.builder().interceptor(refusing).build()) {
      assertThatThrownBy(() -> client.get(uri("/")).send()).isSameAs(refused);
    }
    assertThat(requests).hasValue(0);
    assertThat(refused.explain().toString()).contains("not on Sundays");
  }

  @Test
  @SuppressWarnings("NullAway") // what is not allowed is tried
  void a_response_that_is_none_or_closed_is_refused_and_nothing_stays_open() {
    Interceptor none =
        chain -> {
          chain.proceed();
          return null;
        };
    Interceptor closing =
        chain -> {
          StreamingResponse response = chain.proceed();
          response.close();
          return response;
        };
    Interceptor first =
        chain -> {
          StreamingResponse before = chain.proceed();
          chain.proceed();
          return before;
        };
    try (HttpClient client = single().build()) {
      assertThatThrownBy(() -> client.get(uri("/large")).interceptor(none).send())
          .isInstanceOf(NullPointerException.class);
      assertThat(client.connections().leased()).isZero();
      assertThatThrownBy(() -> client.get(uri("/large")).interceptor(closing).send())
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> client.get(uri("/large")).interceptor(first).open())
          .isInstanceOf(IllegalStateException.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void a_chain_that_is_kept_for_later_goes_nowhere() throws Exception {
    List<Interceptor.Chain> kept = new ArrayList<>();
    Interceptor keeping =
        chain -> {
          kept.add(chain);
          return chain.proceed();
        };
    try (HttpClient client = single().interceptor(keeping).build()) {
      client.get(uri("/fields")).send();
      assertThatThrownBy(() -> kept.getFirst().proceed()).isInstanceOf(IllegalStateException.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Row("P52")
  @Test
  void secrets_stay_behind_when_the_origin_changes_and_host_follows() throws Exception {
    Interceptor elsewhere =
        chain -> chain.proceed(chain.request().withUri(Uri.of(elsewhere("/fields"))));
    try (HttpClient client = HttpClient.builder().interceptor(elsewhere).build()) {
      String text =
          client
              .get(uri("/fields"))
              .header("Authorization", "Bearer abc")
              .secretHeader("X-Secret", "s3cret")
              .header("X-Trail", "kept")
              .send()
              .text();
      assertThat(text)
          .isEqualTo("127.0.0.2:" + other.port() + "|kept|no authorization|no secret|no cookie");
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void secrets_of_an_earlier_interceptor_stay_behind_too() throws Exception {
    Interceptor signing =
        chain -> chain.proceed(chain.request().withHeader("Authorization", "Bearer signed"));
    Interceptor elsewhere =
        chain -> chain.proceed(chain.request().withUri(Uri.of(elsewhere("/fields"))));
    try (HttpClient client =
        HttpClient.builder().interceptor(signing).interceptor(elsewhere).build()) {
      assertThat(client.get(uri("/fields")).send().text()).contains("no authorization");
    }
  }

  @Test
  void credentials_and_cookies_of_the_call_stay_behind_when_the_origin_changes() throws Exception {
    Interceptor elsewhere =
        chain -> chain.proceed(chain.request().withUri(Uri.of(elsewhere("/fields"))));
    try (HttpClient client = HttpClient.create()) {
      CallBuilder call =
          client.get(uri("/fields")).auth(Bearer.of("t0ken")).cookie("session", "s3ssion");
      assertThat(call.send().text()).contains("|Bearer t0ken|").endsWith("|session=s3ssion");
      assertThat(call.interceptor(elsewhere).send().text())
          .contains("|no authorization|")
          .endsWith("|no cookie");
    }
  }

  @Test
  void what_an_interceptor_sets_for_the_new_origin_is_sent() throws Exception {
    Interceptor elsewhere =
        chain ->
            chain.proceed(
                chain
                    .request()
                    .withUri(Uri.of(elsewhere("/fields")))
                    .withHeader("Authorization", "Bearer new")
                    .withHeader("Host", "other.example"));
    try (HttpClient client = HttpClient.builder().interceptor(elsewhere).build()) {
      assertThat(client.get(uri("/fields")).header("Authorization", "Bearer old").send().text())
          .startsWith("other.example|")
          .contains("|Bearer new|");
    }
  }

  @Test
  void another_path_of_the_same_origin_keeps_everything() throws Exception {
    Interceptor versioned =
        chain -> chain.proceed(chain.request().withUri(Uri.of(uri("/fields#part"))));
    try (HttpClient client = HttpClient.builder().interceptor(versioned).build()) {
      BufferedResponse response =
          client.get(uri("/missing")).header("Authorization", "Bearer abc").send();
      assertThat(response.text()).contains("127.0.0.1:" + server.port(), "Bearer abc");
    }
  }

  @Test
  void a_scheme_that_is_not_http_is_refused() {
    Interceptor odd = chain -> chain.proceed(chain.request().withUri(Uri.of("ftp://a/b")));
    try (HttpClient client = HttpClient.builder().interceptor(odd).build()) {
      assertThatThrownBy(() -> client.get(uri("/")).send())
          .isInstanceOf(HttpFailure.Unsupported.class);
    }
  }

  @Test
  void a_status_is_taken_for_a_failure_after_the_interceptors() throws Exception {
    Interceptor forgiving =
        chain -> {
          StreamingResponse response = chain.proceed();
          return response.status().code() == 404
              ? chain.answer(Response.text("never mind"))
              : response;
        };
    try (HttpClient client = single().throwOnStatus(true).build()) {
      assertThat(client.get(uri("/missing")).interceptor(forgiving).send().text())
          .isEqualTo("never mind");
      assertThatThrownBy(
              () -> client.get(uri("/missing")).interceptor(Interceptor.Chain::proceed).send())
          .isInstanceOf(HttpFailure.UnexpectedStatus.class);
      assertThat(client.connections().leased()).isZero();
    }
  }

  @Test
  void content_can_be_changed_as_it_passes() throws Exception {
    Interceptor shouting =
        chain -> {
          StreamingResponse response = chain.proceed();
          InputStream loud =
              new FilterInputStream(response.body()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                  int count = super.read(into, offset, length);
                  for (int i = offset; i < offset + count; i++) {
                    into[i] = (byte) Character.toUpperCase(into[i]);
                  }
                  return count;
                }
              };
          return chain.answer(Response.of(response.status()).withBody(Body.stream(loud)));
        };
    EventList heard = new EventList();
    try (HttpClient client = single().interceptor(shouting).build()) {
      String text = client.get(uri("/large")).listener(heard).send().text();
      assertThat(text).isEqualTo("Y".repeat(300_000));
      assertThat(heard.content()).as("what the caller gets").isEqualTo(text);
      assertThat(heard.received()).as("what came").contains("yyy");
      assertThat(client.connections().idle()).isEqualTo(1);
    }
  }

  @Test
  void the_limit_of_a_call_counts_for_what_interceptors_answer() {
    Interceptor endless = chain -> chain.answer(Response.text("x".repeat(2000)));
    try (HttpClient client = HttpClient.builder().interceptor(endless).build()) {
      assertThatThrownBy(() -> client.get(uri("/")).bodyLimit(1000).send())
          .isInstanceOf(HttpFailure.LimitExceeded.class);
    }
  }

  @Test
  void a_cancelled_call_ends_below_its_interceptors() throws Exception {
    List<Throwable> seen = new ArrayList<>();
    Interceptor watching =
        chain -> {
          try {
            return chain.proceed();
          } catch (HttpFailure failure) {
            seen.add(failure);
            throw failure;
          }
        };
    EventList heard = new EventList();
    try (HttpClient client = single().interceptor(watching).listener(heard).build()) {
      CompletableFuture<BufferedResponse> call = client.get(uri("/wait")).sendAsync();
      arrived.await();
      call.cancel(true);
      Await.until(() -> heard.ends().size() == 1);
      assertThat(seen).hasSize(1).first().isInstanceOf(HttpFailure.Interrupted.class);
      Await.until(() -> client.connections().leased() == 0);
    }
  }

  @Test
  void the_tag_is_there_for_them() throws Exception {
    AtomicReference<Optional<Object>> seen = new AtomicReference<>();
    Interceptor looking =
        chain -> {
          seen.set(chain.tag());
          return chain.proceed();
        };
    try (HttpClient client = HttpClient.builder().interceptor(looking).build()) {
      client.get(uri("/fields")).tag(7).send();
      assertThat(seen.get()).contains(7);
    }
  }
}
