package io.godwit.policy.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.tests.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RedirectPolicyTest {
  private static final RedirectPolicy STANDARD = RedirectPolicy.standard();

  static List<RedirectCase> cases() {
    return RedirectCase.all().stream()
        .map(one -> one.between("http://a.example", "http://b.example:8080"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Row({"P7", "T22", "P8"})
  void a_redirect_leads_where_the_table_says(RedirectCase one) {
    Request request = request(one.method(), "http://a.example/start");
    if (one.sendsContent()) {
      request = request.withBody(Body.text("content")).withHeader("Content-Type", "text/plain");
    }
    RedirectStep step = STANDARD.after(request, response(one.status(), one.location()), 0, false);
    switch (step) {
      case RedirectStep.Stay _ -> assertThat(one.then()).isEqualTo("stays");
      case RedirectStep.Refuse(String reason) -> {
        assertThat(one.then()).startsWith("!");
        assertThat(reason).startsWith(one.then().substring(1));
      }
      case RedirectStep.Exhausted _ -> throw new AssertionError("the limit is ten");
      case RedirectStep.Follow(Request next, List<String> dropped) -> {
        assertThat(next.toString()).isEqualTo(one.then());
        assertThat(next.header("Host")).contains(next.uri().authority());
        assertThat(next.body()).isEqualTo(one.content() ? request.body() : Body.empty());
        assertThat(next.headers().has("Content-Type")).isEqualTo(one.content());
        assertThat(dropped).isEmpty();
      }
    }
  }

  @Test
  @Row("T23")
  void without_a_location_there_is_nothing_to_follow() {
    assertThat(STANDARD.after(request("GET", "http://a.example/"), Response.of(302), 0, false))
        .isInstanceOf(RedirectStep.Stay.class);
  }

  /** CVE-2026-41715. */
  @Test
  @Row("H19")
  void a_redirect_from_https_to_http_is_refused_unless_it_is_allowed() {
    Request request = request("GET", "https://a.example/");
    Response response = response(302, "http://a.example/next");
    assertThat(STANDARD.after(request, response, 0, false))
        .isEqualTo(
            new RedirectStep.Refuse("a redirect from https to http, to http://a.example/next"));
    assertThat(followed(STANDARD.withDowngrade(), request, response).uri().text())
        .isEqualTo("http://a.example/next");
    assertThat(followed(STANDARD, request, response(302, "https://a.example/next")).uri().text())
        .isEqualTo("https://a.example/next");
    assertThat(
            followed(
                    STANDARD,
                    request("GET", "http://a.example/"),
                    response(302, "https://a.example/"))
                .uri()
                .text())
        .isEqualTo("https://a.example/");
  }

  @ParameterizedTest
  @CsvSource({"0, 10, true", "9, 10, true", "10, 10, false", "0, 0, false", "0, 1, true"})
  @Row("P10")
  void so_many_are_followed_and_no_more(int followed, int limit, boolean more) {
    RedirectStep step =
        STANDARD
            .withLimit(limit)
            .after(request("GET", "http://a.example/"), response(302, "/next"), followed, false);
    if (more) {
      assertThat(step).isInstanceOf(RedirectStep.Follow.class);
    } else {
      assertThat(step).isEqualTo(new RedirectStep.Exhausted(limit));
    }
  }

  @Test
  @Row({"P6", "H18"})
  void which_redirects_are_followed_can_be_said_by_method_and_altogether() {
    Response response = response(307, "/next");
    RedirectPolicy some = STANDARD.withMethods(Set.of(Method.GET, Method.OPTIONS));
    for (String method : List.of("GET", "OPTIONS", "HEAD", "POST", "PUT", "DELETE")) {
      boolean listed = method.equals("GET") || method.equals("OPTIONS");
      Request request = request(method, "http://a.example/");
      assertThat(some.after(request, response, 0, false) instanceof RedirectStep.Follow)
          .as(method)
          .isEqualTo(listed);
      assertThat(STANDARD.after(request, response, 0, false))
          .isInstanceOf(RedirectStep.Follow.class);
      assertThat(RedirectPolicy.none().after(request, response, 0, false))
          .isInstanceOf(RedirectStep.Stay.class);
    }
  }

  @Test
  void a_post_can_be_kept_a_post() {
    Request request = request("POST", "http://a.example/").withBody(Body.text("x"));
    for (int status : List.of(301, 302)) {
      Request next = followed(STANDARD.withPostKept(), request, response(status, "/next"));
      assertThat(next.method()).isEqualTo(Method.POST);
      assertThat(next.body()).isSameAs(request.body());
    }
    assertThat(followed(STANDARD.withPostKept(), request, response(303, "/next")).method())
        .isEqualTo(Method.GET);
  }

  @ParameterizedTest
  @CsvSource({
    "301, 301, POST",
    "301, 302, GET",
    "301, 303, GET",
    "302, 301, GET",
    "302, 302, POST",
    "303, 303, POST",
    "303, 302, GET",
  })
  void a_post_is_kept_after_the_statuses_that_were_named(int kept, int status, String method) {
    RedirectPolicy policy = STANDARD.withPostKept(kept).withLimit(5).withDowngrade();
    Request post = request("POST", "http://a.example/").withBody(Body.text("x"));
    assertThat(followed(policy, post, response(status, "/next")).method().name()).isEqualTo(method);
    Request put = request("PUT", "http://a.example/").withBody(Body.text("x"));
    assertThat(followed(policy, put, response(303, "/next")).method()).isEqualTo(Method.GET);
    assertThatThrownBy(() -> STANDARD.withPostKept(307))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secrets_go_along_only_where_that_is_asked_for() {
    Request request =
        request("GET", "https://a.example/").withHeader("Authorization", "Basic YTpi");
    Response elsewhere = response(302, "https://b.example/");
    RedirectPolicy trusting = STANDARD.withTrust().withLimit(4).withMethods(Set.of(Method.GET));
    assertThat(followed(trusting, request, elsewhere).header("Authorization"))
        .contains("Basic YTpi");
    assertThat(followed(STANDARD, request, elsewhere).header("Authorization")).isEmpty();
    assertThat(trusting.after(request, response(302, "http://b.example/"), 0, false))
        .isInstanceOf(RedirectStep.Refuse.class);
  }

  @Test
  void content_that_is_gone_cannot_be_sent_again() {
    Request request = request("POST", "http://a.example/").withBody(Body.text("x"));
    assertThat(STANDARD.after(request, response(307, "/next"), 0, true))
        .isEqualTo(
            new RedirectStep.Refuse(
                "a redirect to http://a.example/next that needs the content again,"
                    + " which can be sent only once"));
    assertThat(followed(STANDARD, request, response(303, "/next"), true).method())
        .isEqualTo(Method.GET);
  }

  @Test
  void what_describes_content_goes_with_the_content() {
    String[] fields = {
      "Content-Type",
      "text/plain",
      "Content-Length",
      "1",
      "Content-Encoding",
      "gzip",
      "Content-Language",
      "en",
      "Content-Location",
      "/x",
      "Content-Range",
      "bytes 0-0/1",
      "Content-Digest",
      "x",
      "Repr-Digest",
      "x",
      "Digest",
      "x",
      "Content-Disposition",
      "inline",
      "Expect",
      "100-continue",
      "Trailer",
      "X",
      "Last-Modified",
      "today",
      "X-Own",
      "stays"
    };
    Request request =
        request("POST", "http://a.example/")
            .withHeaders(Headers.of(fields))
            .withBody(Body.text("x"));
    assertThat(followed(STANDARD, request, response(303, "/next")).headers())
        .isEqualTo(Headers.of("X-Own", "stays", "Host", "a.example"));
    assertThat(followed(STANDARD, request, response(307, "/next")).headers())
        .isEqualTo(Headers.of(fields).with("Host", "a.example"));
  }

  /** CVE-2020-5404, CVE-2026-40490, CVE-2019-19703, CVE-2023-45289, CVE-2026-45300. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # from                    | to                          | same origin
          http://a.example/         | http://a.example/next       | true
          http://a.example/         | http://a.example:80/next    | true
          http://a.example:80/      | http://A.EXAMPLE/next       | true
          http://a.example/         | //a.example/next            | true
          http://a.example/         | http://a.example:8080/      | false
          http://a.example:8080/    | http://a.example/           | false
          http://a.example/         | https://a.example/          | false
          http://a.example/         | http://sub.a.example/       | false
          http://sub.a.example/     | http://a.example/           | false
          http://a.example/         | http://a.example.evil.test/ | false
          http://a.example/         | http://a.example./          | false
          http://a.example/         | http://user:pw@a.example/   | true
          http://a.example/         | http://a.example@evil.test/ | false
          http://127.0.0.1/         | http://127.0.0.2/           | false
          http://127.0.0.1/         | http://[::1]/               | false
          """)
  @Row({"P11", "T24"})
  void secrets_stay_with_the_origin_they_were_meant_for(String from, String to, boolean same) {
    Headers headers =
        Headers.builder()
            .secret("X-Mine")
            .addAll(
                Headers.of(
                    "Authorization", "Basic x",
                    "Cookie", "a=b",
                    "Proxy-Authorization", "Basic y",
                    "x-api-key", "k",
                    "X-Mine", "m",
                    "Accept", "text/html"))
            .build();
    Request request = request("GET", from).withHeaders(headers);
    RedirectStep step = STANDARD.after(request, response(302, to), 0, false);
    assertThat(step).isInstanceOf(RedirectStep.Follow.class);
    RedirectStep.Follow follow = (RedirectStep.Follow) step;
    String host = follow.request().uri().authority();
    assertThat(follow.request().uri().userInfo()).isEmpty();
    if (same) {
      assertThat(follow.request().headers()).isEqualTo(headers.with("Host", host));
      assertThat(follow.dropped()).isEmpty();
    } else {
      assertThat(follow.request().headers())
          .isEqualTo(Headers.of("Accept", "text/html", "Host", host));
      assertThat(follow.dropped())
          .containsExactly("Authorization", "Cookie", "Proxy-Authorization", "x-api-key", "X-Mine");
    }
  }

  @Test
  void a_secret_field_that_comes_twice_is_dropped_once_and_wholly() {
    Request request =
        request("GET", "http://a.example/")
            .withHeaders(Headers.of("Cookie", "a=1", "Accept", "*/*", "cookie", "b=2"));
    RedirectStep.Follow follow =
        (RedirectStep.Follow) STANDARD.after(request, response(302, "http://b.example/"), 0, false);
    assertThat(follow.dropped()).containsExactly("Cookie");
    assertThat(follow.request().headers())
        .isEqualTo(Headers.of("Accept", "*/*", "Host", "b.example"));
  }

  @Test
  void a_limit_below_zero_is_none() {
    assertThatThrownBy(() -> STANDARD.withLimit(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the limit is negative: -1");
  }

  private static Request request(String method, String uri) {
    return Request.of(Method.of(method), Uri.of(uri));
  }

  private static Response response(int status, String location) {
    return Response.of(status)
        .withHeaders(Headers.builder().latin1().add("Location", location).build());
  }

  private static Request followed(RedirectPolicy policy, Request request, Response response) {
    return followed(policy, request, response, false);
  }

  private static Request followed(
      RedirectPolicy policy, Request request, Response response, boolean bodyGone) {
    RedirectStep step = policy.after(request, response, 0, bodyGone);
    assertThat(step).isInstanceOf(RedirectStep.Follow.class);
    return ((RedirectStep.Follow) step).request();
  }
}
