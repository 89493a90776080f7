package io.godwit.tests.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Form;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.policy.auth.Login;
import io.godwit.testkit.InProcess;
import io.godwit.testkit.httpbin.Httpbin;
import io.godwit.tests.Row;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@Timeout(60)
final class HttpbinTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final InProcess app = start();
  private final HttpClient client = app.client();

  private static InProcess start() {
    try {
      return InProcess.start(Httpbin.create());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @Row("P61")
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void it_shows_what_it_was_sent(String method) throws Exception {
    CallBuilder call =
        client.call(Method.of(method), "/" + method.toLowerCase(Locale.ROOT) + "?a=1&a=2&b=x%20y");
    if (!method.equals("GET")) {
      call.text("{\"n\": [1, 2]}");
    }
    JsonNode shown = json(call.header("X-Seen", "one").header("X-Seen", "two"));

    assertThat(shown.path("method").asString()).isEqualTo(method);
    assertThat(shown.path("url").asString()).endsWith("?a=1&a=2&b=x%20y");
    assertThat(shown.path("args").path("a").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(shown.path("args").path("b").asString()).isEqualTo("x y");
    assertThat(shown.path("headers").path("X-Seen").asString()).endsWith("two");
    if (!method.equals("GET")) {
      assertThat(shown.path("json").path("n").path(1).asInt()).isEqualTo(2);
      assertThat(shown.path("data").asString()).isEqualTo("{\"n\": [1, 2]}");
    }
  }

  @Test
  void a_form_is_shown_as_one() throws Exception {
    JsonNode shown = json(client.post("/post").form(Form.of("name", "ada", "name", "grace")));

    assertThat(shown.path("form").path("name").toString()).isEqualTo("[\"ada\",\"grace\"]");
    assertThat(shown.path("json").isNull()).isTrue();
  }

  @Test
  void the_first_page_says_what_there_is() throws Exception {
    assertThat(client.get("/").send().text()).contains("/stream/{size}/{count}");
    assertThat(client.get("/plaintext").send().text()).isEqualTo("Hello, World!");
    assertThat(json(client.get("/json")).path("slides").size()).isEqualTo(2);
  }

  @Test
  @Row("P61")
  void redirects_end_where_they_should() throws Exception {
    BufferedResponse response = client.get("/redirect/5").send();

    assertThat(response.history()).hasSize(5);
    assertThat(response.request().uri().path()).isEqualTo("/get");
    assertThatThrownBy(() -> client.get("/redirect/11").send())
        .isInstanceOf(HttpFailure.TooManyRedirects.class);
  }

  @Test
  void sizes_and_pieces_are_as_asked() throws Exception {
    assertThat(client.get("/getsize/600000").send().bytes()).hasSize(600_000);
    AtomicInteger received = new AtomicInteger();
    BufferedResponse streamed =
        client.get("/stream/1000/20").onData(piece -> received.addAndGet(piece.remaining())).send();

    assertThat(received.get()).isEqualTo(20_000);
    assertThat(streamed.header("Transfer-Encoding")).contains("chunked");
  }

  @ParameterizedTest
  @CsvSource({
    "/status/200, 200",
    "/status/418, 418",
    "/status/599, 599",
    "/status/199, 400",
    "/status/600, 400",
    "/status/x, 400",
    "/getsize/16777217, 400",
    "/stream/0/1, 400",
    "/stream/1/10001, 400",
    "/redirect/0, 400",
    "/redirect/101, 400",
    "/delay/11, 400",
    "/nothing, 404",
    "/post, 405"
  })
  void what_cannot_be_done_is_refused(String path, int status) throws Exception {
    assertThat(client.get(path).send().status().code()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void codings_are_undone(String coding) throws Exception {
    BufferedResponse response = client.get("/" + coding).send();

    assertThat(response.header("Content-Encoding")).contains(coding);
    assertThat(JSON.readTree(response.text()).path("coding").asString()).isEqualTo(coding);
  }

  @Test
  @Row("P61")
  void cookies_are_set_shown_and_deleted() throws Exception {
    assertThat(json(client.get("/cookies/set/a/1")).path("cookies").path("a").asString())
        .isEqualTo("1");
    assertThat(json(client.get("/cookies/set?b=2&c=3")).path("cookies").size()).isEqualTo(3);
    assertThat(json(client.get("/cookies/delete?a&b")).path("cookies").toString())
        .isEqualTo("{\"c\":\"3\"}");
    assertThat(client.get("/cookies/set/a/b%3Bc").send().status().code()).isEqualTo(400);
  }

  @Test
  void fields_of_the_response_are_chosen_but_not_its_framing() throws Exception {
    BufferedResponse response = client.get("/response_headers?X-One=1&x-two=2").send();

    assertThat(response.header("X-One")).contains("1");
    assertThat(response.header("X-Two")).contains("2");
    assertThat(client.get("/response_headers?Content-Length=1").send().status().code())
        .isEqualTo(400);
    assertThat(client.get("/response_headers?X=a%0D%0AY:b").send().status().code()).isEqualTo(400);
  }

  @Test
  void who_logs_in_is_welcome() throws Exception {
    Login right = Login.of("ada", "secret");
    assertThat(client.get("/basic-auth/ada/secret").auth(right).send().status().code())
        .isEqualTo(200);
    assertThat(client.get("/basic-auth/ada/other").auth(right).send().status().code())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "/digest-auth/ada/secret, 200",
    "/digest-auth/ada/secret/auth, 200",
    "/digest-auth/ada/secret/auth/MD5, 200",
    "/digest-auth/ada/secret/auth/SHA-512-256, 200",
    "/digest-auth/ada/secret/auth-int/SHA-256, 200",
    "/digest-auth/ada/other, 401",
    "/digest-auth/grace/secret, 401",
    "/digest-auth/ada/secret/other, 404",
    "/digest-auth/ada/secret/auth/SHA-3, 404"
  })
  void digest_lets_in_who_knows_the_password(String path, int status) throws Exception {
    CallBuilder call = client.post(path).text("content").auth(Login.of("ada", "secret"));

    assertThat(call.send().status().code()).isEqualTo(status);
  }

  @Test
  void an_answer_of_digest_does_not_count_twice() throws Exception {
    BufferedResponse first =
        client.get("/digest-auth/ada/secret").auth(Login.of("ada", "secret")).send();
    String used = first.request().header("Authorization").orElseThrow();
    BufferedResponse again =
        client.get("/digest-auth/ada/secret").header("Authorization", used).send();

    assertThat(first.status().code()).isEqualTo(200);
    assertThat(again.status().code()).isEqualTo(401);
    assertThat(again.header("WWW-Authenticate").orElseThrow()).contains("stale=true");
  }

  @Test
  void an_expectation_is_refused_before_the_content_is_sent() throws Exception {
    BufferedResponse response = client.put("/expect").text("content").expectContinue().send();

    assertThat(response.status().code()).isEqualTo(417);
  }

  @Test
  void an_image_is_not_sent_to_who_has_it() throws Exception {
    BufferedResponse image = client.get("/media/godwit.svg").send();
    String tag = image.header("ETag").orElseThrow();
    String since = image.header("Last-Modified").orElseThrow();

    assertThat(image.text()).startsWith("<svg");
    assertThat(code("If-None-Match", tag)).isEqualTo(304);
    assertThat(code("If-Modified-Since", since)).isEqualTo(304);
    assertThat(code("If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT")).isEqualTo(200);
    assertThat(code("If-Match", "\"other\"")).isEqualTo(412);
  }

  private int code(String name, String value) throws Exception {
    return client.get("/media/godwit.svg").header(name, value).send().status().code();
  }

  private JsonNode json(CallBuilder call) throws Exception {
    BufferedResponse response = call.send();
    assertThat(response.status().code()).isEqualTo(200);
    return JSON.readTree(response.text());
  }
}
