package io.godwit.server.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.HttpProblem;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that browsers go by: CORS, and those for security. */
class BrowserFieldsTest {
  private static final Handler HELLO = request -> Response.text("hello");
  private static final Handler PROBLEM =
      request -> {
        throw HttpProblem.of(Status.CONFLICT, "twice").withHeader("X-Frame-Options", "SAMEORIGIN");
      };

  private static BufferedResponse ask(
      Filter filter, Handler handler, String method, String... fields) throws IOException {
    try (HttpServer server =
            HttpServer.builder()
                .filter(filter)
                .handler(handler)
                .trustedProxies("127.0.0.0/8")
                .start();
        HttpClient client = HttpClient.create()) {
      CallBuilder call = client.call(Method.of(method), "http://127.0.0.1:" + server.port() + "/");
      for (int i = 0; i < fields.length; i += 2) {
        call = call.header(fields[i], fields[i + 1]);
      }
      return call.send();
    }
  }

  private static final Cors APP =
      Cors.allowing("https://app.example", "http://localhost:3000").withExposed("X-Count", "ETag");

  @Test
  void a_page_of_an_allowed_origin_may_read_the_answer() throws IOException {
    BufferedResponse response = ask(APP, HELLO, "GET", "Origin", "http://localhost:3000");
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.header("Access-Control-Allow-Origin")).contains("http://localhost:3000");
    assertThat(response.header("Access-Control-Expose-Headers")).contains("X-Count, ETag");
    assertThat(response.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(response.header("Access-Control-Allow-Methods")).isEmpty();
    assertThat(response.header("Vary")).contains("Origin");
    BufferedResponse problem = ask(APP, PROBLEM, "GET", "Origin", "https://app.example");
    assertThat(problem.status().code()).isEqualTo(409);
    assertThat(problem.header("Access-Control-Allow-Origin")).contains("https://app.example");
    assertThat(problem.headers().all("Vary")).contains("Origin");
  }

  @Test
  void whatever_is_thrown_is_answered_with_the_fields_and_seen_by_the_filters() throws Exception {
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    Filter all =
        (request, next) -> {
          try {
            Handler secured = SecurityFields.standard().around(APP.around(next));
            return secured.handle(request);
          } catch (IllegalStateException e) {
            seen.add(e);
            throw e;
          }
        };
    Handler failing =
        request -> {
          throw new IllegalStateException("broken");
        };
    Handler late =
        request ->
            Response.ok(
                Body.producer(
                    to -> {
                      throw new IllegalStateException("broken later");
                    }));
    Handler thrown =
        request ->
            switch (request.header("X-Way").orElse("")) {
              case "late" -> late.handle(request);
              default -> failing.handle(request);
            };
    Logger logger = Logger.getLogger("io.godwit.server");
    logger.setUseParentHandlers(false);
    try {
      for (String way : List.of("", "late")) {
        BufferedResponse response =
            ask(all, thrown, "GET", "Origin", "https://app.example", "X-Way", way);
        assertThat(response.status().code()).isEqualTo(500);
        assertThat(response.header("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(response.headers().all("Vary")).containsExactlyInAnyOrder("Origin", "Accept");
        assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
      }
    } finally {
      logger.setUseParentHandlers(true);
    }
    assertThat(seen).hasSize(1).first().extracting(Throwable::getMessage).isEqualTo("broken");
  }

  @Test
  void fields_that_no_response_may_have_cost_only_themselves() throws Exception {
    Filter wrong =
        (request, next) -> {
          request.failureFields(Headers.of("Keep-Alive", "1"));
          return next.handle(request);
        };
    Logger logger = Logger.getLogger("io.godwit.server");
    logger.setUseParentHandlers(false);
    try {
      BufferedResponse response = ask(wrong, PROBLEM, "GET");
      assertThat(response.status().code()).isEqualTo(500);
      assertThat(response.header("Keep-Alive")).isEmpty();
    } finally {
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void what_is_said_inside_comes_before_what_was_said_outside() throws Exception {
    Filter inner = SecurityFields.standard().with("X-Frame-Options", "SAMEORIGIN");
    Filter both =
        (request, next) -> SecurityFields.standard().around(inner.around(next)).handle(request);
    Handler problem =
        request -> {
          throw HttpProblem.of(Status.CONFLICT, "twice").withHeader("Referrer-Policy", "origin");
        };
    BufferedResponse response = ask(both, problem, "GET");
    assertThat(response.headers().all("X-Frame-Options")).containsExactly("SAMEORIGIN");
    assertThat(response.headers().all("Referrer-Policy")).containsExactly("origin");
    assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://app.example",
        "https://app.example:8443",
        "https://app.example.evil.example",
        "https://APP.example",
        "null",
        "*"
      })
  void a_page_of_any_other_origin_may_not(String origin) throws IOException {
    BufferedResponse response = ask(APP, HELLO, "GET", "Origin", origin);
    assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(response.header("Access-Control-Expose-Headers")).isEmpty();
    assertThat(response.header("Vary")).contains("Origin");
    BufferedResponse preflight =
        ask(APP, HELLO, "OPTIONS", "Origin", origin, "Access-Control-Request-Method", "GET");
    assertThat(preflight.status().code()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(preflight.header("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void what_is_asked_beforehand_is_answered_without_the_handler() throws IOException {
    Cors cors =
        Cors.allowing("https://app.example")
            .withMethods(Method.PUT, Method.DELETE)
            .withFields("X-Token", "Content-Type")
            .withCredentials()
            .withMaxAge(Duration.ofHours(1));
    BufferedResponse answer =
        ask(
            cors,
            PROBLEM,
            "OPTIONS",
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "PUT");
    assertThat(answer.status().code()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://app.example");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PUT, DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("X-Token, Content-Type");
    assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.header("Access-Control-Max-Age")).contains("3600");
    assertThat(answer.header("Vary")).contains("Origin");
    assertThat(ask(cors, HELLO, "OPTIONS", "Origin", "https://app.example").text())
        .isEqualTo("hello");
    assertThat(ask(cors, HELLO, "OPTIONS", "Access-Control-Request-Method", "PUT").text())
        .isEqualTo("hello");
    assertThat(
            ask(
                    cors,
                    HELLO,
                    "PUT",
                    "Origin",
                    "https://app.example",
                    "Access-Control-Request-Method",
                    "PUT")
                .text())
        .isEqualTo("hello");
  }

  @Test
  void all_origins_are_a_star_that_nothing_varies_by() throws IOException {
    Cors all = Cors.allowing("*");
    BufferedResponse response = ask(all, HELLO, "GET", "Origin", "null");
    assertThat(response.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(response.header("Vary")).isEmpty();
    assertThat(ask(all, HELLO, "GET").header("Access-Control-Allow-Origin")).isEmpty();
    assertThatThrownBy(all::withCredentials).isInstanceOf(IllegalArgumentException.class);
    assertThat(all).hasToString("CORS for [*]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "app.example",
        "https://app.example/",
        "https://app.example:443",
        "https://u@app.example",
        "https://App.example",
        "https://a.example https://b.example"
      })
  void what_is_no_origin_is_refused_at_once(String origin) {
    assertThatThrownBy(() -> Cors.allowing(origin)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cors.allowing("https://app.example", "*"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> APP.withFields("a b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> APP.withExposed("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fields_for_security_are_added_unless_they_are_there() throws IOException {
    SecurityFields fields =
        SecurityFields.standard()
            .with("Content-Security-Policy", "default-src 'self'")
            .without("referrer-policy");
    BufferedResponse response = ask(fields, HELLO, "GET");
    assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.header("X-Frame-Options")).contains("DENY");
    assertThat(response.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(response.header("Referrer-Policy")).isEmpty();
    assertThat(ask(SecurityFields.standard(), HELLO, "GET").header("Referrer-Policy"))
        .contains("no-referrer");
    Handler own = request -> Response.text("x").withHeader("X-Frame-Options", "SAMEORIGIN");
    assertThat(ask(fields, own, "GET").headers().all("X-Frame-Options"))
        .containsExactly("SAMEORIGIN");
    BufferedResponse problem = ask(fields, PROBLEM, "GET");
    assertThat(problem.headers().all("X-Frame-Options")).containsExactly("SAMEORIGIN");
    assertThat(problem.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(fields).hasToString("security fields 3");
  }

  @Test
  void https_is_insisted_on_by_https_alone() throws IOException {
    SecurityFields hsts = SecurityFields.standard().withHsts(Duration.ofDays(365), true);
    assertThat(ask(hsts, HELLO, "GET").header("Strict-Transport-Security")).isEmpty();
    assertThat(
            ask(hsts, HELLO, "GET", "X-Forwarded-Proto", "https")
                .header("Strict-Transport-Security"))
        .contains("max-age=31536000; includeSubDomains");
    assertThat(
            ask(hsts, PROBLEM, "GET", "X-Forwarded-Proto", "https")
                .header("Strict-Transport-Security"))
        .isPresent();
    assertThat(ask(hsts, PROBLEM, "GET").header("Strict-Transport-Security")).isEmpty();
    assertThat(
            ask(
                    SecurityFields.standard().withHsts(Duration.ZERO, false),
                    HELLO,
                    "GET",
                    "X-Forwarded-Proto",
                    "https")
                .header("Strict-Transport-Security"))
        .contains("max-age=0");
  }
}
