package io.godwit.policy.cache;

import static io.godwit.policy.cache.Scene.NOW;
import static io.godwit.policy.cache.Scene.PAGE;
import static io.godwit.policy.cache.Scene.answer;
import static io.godwit.policy.cache.Scene.at;
import static io.godwit.policy.cache.Scene.fields;
import static io.godwit.policy.cache.Scene.get;
import static io.godwit.policy.cache.Scene.question;
import static io.godwit.policy.cache.Scene.request;
import static io.godwit.policy.cache.Scene.response;
import static io.godwit.policy.cache.Scene.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheAnswer.Again;
import io.godwit.policy.cache.CacheAnswer.Freshen;
import io.godwit.policy.cache.CacheAnswer.Pass;
import io.godwit.policy.cache.CacheAnswer.ServeStale;
import io.godwit.policy.cache.CacheAnswer.Store;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means for what is stored (RFC 9111 sections 3 and 4.3 to 4.4), as tables. */
class CacheAnswerTest {
  private static <T> T as(Class<T> type, CacheAnswer answer) {
    assertThat(answer).isInstanceOf(type);
    return type.cast(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // status | fields | the request's | whether it is stored
        "200 | Cache-Control: max-age=5              |                          | true",
        "200 | Cache-Control: max-age=5, private     |                          | true",
        "200 | Expires: {+5}                         |                          | true",
        "200 | Last-Modified: {-500}                 |                          | true",
        "200 | ETag: \"a\"                           |                          | true",
        "200 | ETag: W/\"a\"                         |                          | true",
        "200 | Cache-Control: no-cache ~ ETag: \"a\" |                          | true",
        "200 | Cache-Control: max-age=0 ~ ETag: \"a\" |                         | true",
        "200 | Cache-Control: max-age=5              | Authorization: Basic x         | true",
        "200 | Cache-Control: max-age=5 ~ Set-Cookie: a=b |                     | true",
        "200 | Cache-Control: max-age=5 ~ Vary: A    |                          | true",
        "200 | Cache-Control: max-age=5 ~ Pragma: no-cache |                    | true",
        "200 | Cache-Control: max-age=0, stale-while-revalidate=9 |             | true",
        "200 | Cache-Control: max-age=0, stale-if-error=9         |             | true",
        // worth nothing: stale at once, and nothing to ask with
        "200 |                                       |                          | false",
        "200 | Cache-Control: max-age=0              |                          | false",
        "200 | Cache-Control: max-age=0 ~ ETag: a    |                          | false",
        "200 | Cache-Control: no-cache, max-age=5    |                          | false",
        "200 | Cache-Control: no-cache, max-age=5, stale-if-error=9 |           | false",
        "200 | Cache-Control: max-age=5 ~ Age: 5     |                          | false",
        "200 | Expires: 0                            |                          | false",
        // forbidden
        "200 | Cache-Control: no-store, max-age=5    |                          | false",
        "200 | Cache-Control: max-age=5 ~ Vary: *    |                          | false",
        // statuses
        "404 | Cache-Control: max-age=5              |                          | true",
        "404 | ETag: \"a\"                           |                          | true",
        "302 | Cache-Control: max-age=5              |                          | true",
        "302 | ETag: \"a\"                           |                          | false",
        "302 | ETag: \"a\" ~ Cache-Control: public   |                          | true",
        "302 | ETag: \"a\" ~ Cache-Control: private  |                          | true",
        "302 | ETag: \"a\" ~ Expires: 0              |                          | true",
        "500 | Cache-Control: max-age=5              |                          | true",
        "599 | Cache-Control: max-age=5              |                          | true",
        "206 | Cache-Control: max-age=5              |                          | false",
        "304 | Cache-Control: max-age=5              |                          | false",
        "401 | Cache-Control: max-age=5              |                          | false",
        "407 | Cache-Control: max-age=5              |                          | false",
        "412 | Cache-Control: max-age=5              |                          | false",
        "416 | Cache-Control: max-age=5              |                          | false",
        "421 | Cache-Control: max-age=5              |                          | false",
        "425 | Cache-Control: max-age=5              |                          | false",
        "426 | Cache-Control: max-age=5              |                          | false",
        "101 | Cache-Control: max-age=5              |                          | false",
        // must-understand
        "200 | Cache-Control: no-store, must-understand, max-age=5 |            | true",
        "302 | Cache-Control: must-understand, max-age=5           |            | true",
        "299 | Cache-Control: must-understand, max-age=5           |            | false",
        "299 | Cache-Control: max-age=5              |                          | true",
      })
  void an_answer_is_stored_when_it_may_be_and_is_of_use(
      int status, String fields, String request, boolean stored) {
    CacheAnswer answer = answer(question(get(request)), status, fields);
    assertThat(answer).isInstanceOf(stored ? Store.class : Pass.class);
    String end = stored ? "; stored" : "";
    assertThat(answer.response().header("Cache-Status")).contains("godwit; fwd=uri-miss" + end);
    assertThat(answer.response().status().code()).isEqualTo(status);
  }

  @Test
  void a_query_is_stored_and_a_head_is_not() {
    String fields = "Cache-Control: max-age=5";
    Request query = request(Method.QUERY, "");
    assertThat(answer(question(query), 200, fields)).isInstanceOf(Store.class);
    assertThat(answer(question(request(Method.HEAD, "")), 200, fields)).isInstanceOf(Pass.class);
  }

  @Test
  void what_the_caller_does_not_want_stored_is_not() {
    CacheQuestion question = question(get("Cache-Control: no-store"));
    assertThat(answer(question, 200, "Cache-Control: max-age=5")).isInstanceOf(Pass.class);
  }

  @Test
  void fields_of_the_connection_are_delivered_and_not_stored() {
    String kept = "Cache-Control: max-age=5 ~ Set-Cookie: a=b ~ Content-Length: 3 ~ Date: {-1}";
    String dropped =
        "Connection: X, close ~ X: 1 ~ Keep-Alive: 1 ~ Transfer-Encoding: chunked ~ Trailer: Y"
            + " ~ TE: x ~ Upgrade: u ~ Proxy-Connection: x ~ Proxy-Authenticate: x"
            + " ~ Proxy-Authentication-Info: x ~ Proxy-Authorization: Basic x ~ Authentication-Info: x";
    CacheAnswer answer = answer(question(get("")), 200, dropped + " ~ " + kept);
    Store store = as(Store.class, answer);
    assertThat(store.entry().headers()).isEqualTo(fields(kept));
    assertThat(store.response().headers().without("Cache-Status"))
        .isEqualTo(fields(dropped + " ~ " + kept));
  }

  @Test
  void what_is_stored_remembers_when_and_for_what() {
    CacheQuestion question = question(get("A: 1"));
    CacheAnswer answer =
        question.answered(response(200, "Cache-Control: max-age=5 ~ Vary: A"), at(-3), at(-2));
    StoredResponse entry = as(Store.class, answer).entry();
    assertThat(entry.requestTime()).isEqualTo(at(-3));
    assertThat(entry.responseTime()).isEqualTo(at(-2));
    assertThat(entry.headers().first("Date")).contains(HttpDate.format(at(-2)));
    assertThat(entry.key()).isEqualTo(CacheKey.of(get("")).orElseThrow());
    assertThat(entry.selection().matches(fields("A: 1"))).isTrue();
    assertThat(entry.selection().matches(fields("A: 2"))).isFalse();
    assertThat(entry.id()).isEmpty();
    assertThat(entry.stored("x", 7)).hasToString("200 OK of GET " + PAGE);
    assertThat(entry.stored("x", 7).length()).isEqualTo(7);
  }

  @Test
  void a_new_answer_takes_the_place_of_what_matched() {
    StoredResponse stale = stored("1", -60, "", "Cache-Control: max-age=1 ~ ETag: \"a\"");
    StoredResponse other = stored("2", -60, "A: 1", "Cache-Control: max-age=1 ~ Vary: A");
    CacheQuestion question = question(get(""), stale, other);
    Store store = as(Store.class, answer(question, 200, "ETag: \"b\""));
    assertThat(store.replaced()).containsExactly(stale);
    assertThat(store.status()).hasToString("godwit; fwd=stale; stored");
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, true", "404, true", "410, true", "403, false", "503, false"})
  void an_answer_that_may_not_be_stored_still_says_that_the_old_one_is_wrong(
      int status, boolean removed) {
    StoredResponse stale = stored(-60, "Cache-Control: max-age=1");
    Pass pass = as(Pass.class, answer(question(get(""), stale), status, "Cache-Control: no-store"));
    assertThat(pass.removed()).isEqualTo(removed ? List.of(stale) : List.of());
  }

  // ---- 304

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stored | the 304's | whether it is taken for that
        "ETag: \"a\"                            | ETag: \"a\"                | true",
        "ETag: \"a\"                            | ETag: \"b\"                | false",
        "ETag: \"a\"                            | ETag: W/\"a\"              | true",
        "ETag: W/\"a\"                          | ETag: W/\"a\"              | true",
        "ETag: W/\"a\"                          | ETag: \"a\"                | false",
        "ETag: W/\"a\"                          | ETag: W/\"b\"              | false",
        "ETag: \"a\"                            |                            | true",
        "ETag: \"a\" ~ Last-Modified: {-99}     | Last-Modified: {-99}       | true",
        "ETag: \"a\" ~ Last-Modified: {-99}     | Last-Modified: {-98}       | false",
        "Last-Modified: {-99}                   |                            | true",
        "Last-Modified: {-99}                   | Last-Modified: {-99}       | true",
        "Last-Modified: {-99}                   | Last-Modified: {-98}       | false",
        "Last-Modified: {-99}                   | ETag: \"a\"                | false",
        "Last-Modified: {-99}                   | ETag: W/\"a\"              | false",
      })
  void a_304_confirms_what_it_names(String stored, String fields, boolean taken) {
    StoredResponse stale = stored(-60, "Cache-Control: max-age=1 ~ Date: {-60} ~ " + stored);
    CacheAnswer answer = answer(question(get(""), stale), 304, fields);
    assertThat(answer).isInstanceOf(taken ? Freshen.class : Again.class);
    if (answer instanceof Again again) {
      assertThat(again.question().request()).isEqualTo(get(""));
      assertThat(again.status()).hasToString("godwit; fwd=stale; fwd-status=304");
      assertThat(answer(again.question(), 304, "")).isInstanceOf(Pass.class);
    }
  }

  @Test
  void a_304_brings_fields_and_time_and_leaves_what_describes_the_content() {
    StoredResponse stale =
        stored(
            -60,
            "Cache-Control: max-age=1 ~ ETag: \"a\" ~ Date: {-60} ~ Age: 9 ~ X: 1 ~ X: 2 ~ Y: 1"
                + " ~ Content-Length: 5 ~ Content-Encoding: gzip ~ Content-Type: text/a");
    CacheQuestion question = question(get(""), stale);
    CacheAnswer answer =
        question.answered(
            response(
                304,
                "Cache-Control: max-age=9 ~ ETag: \"a\" ~ X: 3 ~ Connection: Z ~ Z: 1"
                    + " ~ Content-Length: 0 ~ Content-Encoding: br ~ Content-Range: x"
                    + " ~ Content-Type: text/b"),
            at(-1),
            NOW);
    Freshen freshen = as(Freshen.class, answer);
    StoredResponse fresh = freshen.chosen();
    assertThat(fresh.id()).isEqualTo("one");
    assertThat(fresh.headers())
        .containsExactlyInAnyOrderElementsOf(
            fields(
                "Date: {0} ~ Y: 1 ~ Content-Length: 5 ~ Content-Encoding: gzip"
                    + " ~ Cache-Control: max-age=9 ~ ETag: \"a\" ~ X: 3 ~ Content-Type: text/b"));
    assertThat(fresh.requestTime()).isEqualTo(at(-1));
    assertThat(fresh.responseTime()).isEqualTo(NOW);
    assertThat(freshen.updated()).containsExactly(fresh);
    assertThat(freshen.status()).hasToString("godwit; fwd=stale; fwd-status=304; ttl=8");
    assertThat(freshen.response().status().code()).isEqualTo(200);
    assertThat(freshen.response().headers().without("Cache-Status")).isEqualTo(fresh.headers());
  }

  @Test
  void the_date_and_the_age_of_a_304_are_its_own() {
    StoredResponse stale = stored(-60, "ETag: \"a\" ~ Date: {-60} ~ Age: 9");
    Freshen freshen =
        as(Freshen.class, answer(question(get(""), stale), 304, "Date: {-5} ~ Age: 7"));
    assertThat(freshen.chosen().headers().all("Date")).containsExactly(HttpDate.format(at(-5)));
    assertThat(freshen.chosen().headers().all("Age")).containsExactly("7");
  }

  @Test
  void a_304_with_a_strong_tag_confirms_all_that_have_it() {
    String fields = "Cache-Control: max-age=1 ~ ETag: ";
    StoredResponse one = stored("1", -60, "", fields + "\"a\" ~ Date: {-60}");
    StoredResponse two = stored("2", -60, "", fields + "\"a\" ~ Date: {-50}");
    StoredResponse three = stored("3", -60, "", fields + "\"b\" ~ Date: {-40}");
    CacheQuestion question = question(get(""), one, two, three);
    Freshen freshen = as(Freshen.class, answer(question, 304, "ETag: \"a\""));
    assertThat(freshen.chosen().id()).isEqualTo("2");
    assertThat(freshen.updated()).extracting(StoredResponse::id).containsExactly("2", "1");
    assertThat(answer(question, 304, "")).isInstanceOf(Again.class);
    assertThat(as(Freshen.class, answer(question, 304, "ETag: \"b\"")).updated()).hasSize(1);
  }

  @Test
  void a_304_can_choose_one_that_was_stored_for_other_values() {
    String fields = "Cache-Control: max-age=99 ~ Vary: A ~ ETag: ";
    StoredResponse one = stored("1", -9, "A: 1", fields + "\"a\"");
    StoredResponse two = stored("2", -9, "A: 2", fields + "\"b\"");
    CacheQuestion question = question(get("A: 3"), one, two);
    Freshen freshen = as(Freshen.class, answer(question, 304, "ETag: \"b\" ~ Vary: B ~ X: 1"));
    assertThat(freshen.chosen().id()).isEqualTo("2");
    assertThat(freshen.chosen().selection()).isEqualTo(two.selection());
    assertThat(freshen.chosen().headers().all("Vary")).containsExactly("A");
    assertThat(freshen.chosen().headers().first("X")).contains("1");
    assertThat(answer(question, 304, "ETag: W/\"b\"")).isInstanceOf(Again.class);
    assertThat(answer(question, 304, "")).isInstanceOf(Again.class);
  }

  @Test
  void a_304_may_change_what_a_response_selects() {
    StoredResponse stale = stored("1", -60, "A: 1", "ETag: \"a\" ~ Vary: A ~ Date: {-60}");
    CacheQuestion question = question(get("A: 1 ~ B: 2"), stale);
    Freshen freshen = as(Freshen.class, answer(question, 304, "Vary: B"));
    assertThat(freshen.chosen().selection().matches(fields("A: 9 ~ B: 2"))).isTrue();
    assertThat(freshen.chosen().selection().matches(fields("A: 1"))).isFalse();
    Freshen star = as(Freshen.class, answer(question, 304, "Vary: *"));
    assertThat(star.chosen()).isEqualTo(stale);
  }

  @Test
  void a_304_to_a_request_without_our_conditions_is_the_callers() {
    CacheQuestion question = question(get("If-None-Match: \"x\""));
    Pass pass = as(Pass.class, answer(question, 304, "ETag: \"x\""));
    assertThat(pass.response().status().code()).isEqualTo(304);
    assertThat(pass.response().header("Cache-Status")).contains("godwit; fwd=bypass");
    assertThat(pass.updated()).isEmpty();
    assertThat(pass.removed()).isEmpty();
  }

  // ---- errors

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stored a minute ago | request | status | what is delivered
        "Cache-Control: max-age=50, stale-if-error=10 |  | 500 | 200",
        "Cache-Control: max-age=50, stale-if-error=10 |  | 502 | 200",
        "Cache-Control: max-age=50, stale-if-error=10 |  | 503 | 200",
        "Cache-Control: max-age=50, stale-if-error=10 |  | 504 | 200",
        "Cache-Control: max-age=50, stale-if-error=10 |  | 501 | 501",
        "Cache-Control: max-age=50, stale-if-error=10 |  | 404 | 404",
        "Cache-Control: max-age=50, stale-if-error=9  |  | 503 | 503",
        "Cache-Control: max-age=50                    |  | 503 | 503",
        "Cache-Control: max-age=50 | Cache-Control: stale-if-error=10 | 503 | 200",
        "Cache-Control: max-age=50 | Cache-Control: stale-if-error=9  | 503 | 503",
        "Cache-Control: max-age=50, stale-if-error=10, must-revalidate | | 503 | 503",
        "Cache-Control: max-age=50, stale-if-error=10, no-cache        | | 503 | 503",
        "Cache-Control: max-age=99, stale-if-error=10 | Cache-Control: no-cache | 503 | 200",
      })
  void in_place_of_an_error_a_stale_response_is_served_where_that_is_allowed(
      String stored, String request, int status, int delivered) {
    StoredResponse stale = stored(-60, stored + " ~ Date: {-60}");
    CacheQuestion question = question(get(request), stale);
    CacheAnswer answer = answer(question, status, "");
    assertThat(answer.response().status().code()).isEqualTo(delivered);
    boolean served = delivered == 200;
    assertThat(answer).isInstanceOf(served ? ServeStale.class : Pass.class);
    if (status == 503) {
      assertThat(question.failed(NOW).isPresent()).isEqualTo(served);
    }
  }

  @Test
  void a_stale_response_says_that_it_stands_for_an_error() {
    StoredResponse stale =
        stored(-60, "Cache-Control: max-age=50, stale-if-error=10 ~ Date: {-60}");
    CacheQuestion question = question(get(""), stale);
    ServeStale served = as(ServeStale.class, answer(question, 503, ""));
    assertThat(served.stored()).isEqualTo(stale);
    assertThat(served.response().header("Age")).contains("60");
    assertThat(served.response().header("Cache-Status"))
        .contains("godwit; fwd=stale; fwd-status=503; ttl=-10; detail=stale-if-error");
    assertThat(question.failed(NOW).orElseThrow().status())
        .hasToString("godwit; fwd=stale; ttl=-10; detail=stale-if-error");
    assertThat(question.failed(at(1))).isEmpty();
    assertThat(question(get("")).failed(NOW)).isEmpty();
  }

  // ---- HEAD

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ETag: \"a\"                               | updated",
        "ETag: \"b\"                               | removed",
        "Last-Modified: {-99}                      | updated",
        "Last-Modified: {-98}                      | removed",
        "Content-Length: 5                         | updated",
        "Content-Length: 6                         | removed",
        "ETag: \"a\" ~ Content-Length: 6           | removed",
        "X: 1                                      | neither",
      })
  void a_head_confirms_what_get_has_stored_or_ends_it(String fields, String expected) {
    StoredResponse stale =
        stored(
            -60,
            "Cache-Control: max-age=1 ~ Date: {-60} ~ ETag: \"a\" ~ Last-Modified: {-99}"
                + " ~ Content-Length: 5");
    CacheQuestion question = question(request(Method.HEAD, ""), stale).unconditional();
    Pass pass = as(Pass.class, answer(question, 200, fields + " ~ Cache-Control: max-age=7"));
    assertThat(pass.removed()).isEqualTo(expected.equals("removed") ? List.of(stale) : List.of());
    assertThat(pass.updated()).hasSize(expected.equals("updated") ? 1 : 0);
    pass.updated()
        .forEach(fresh -> assertThat(fresh.headers().first("Cache-Control")).contains("max-age=7"));
    Pass missing = as(Pass.class, answer(question, 404, fields));
    assertThat(missing.removed()).isEmpty();
    assertThat(missing.updated()).isEmpty();
  }

  @Test
  void a_head_confirms_no_other_status() {
    StoredResponse made = stored(-60, "Cache-Control: max-age=1 ~ ETag: \"a\"");
    StoredResponse gone =
        new StoredResponse(
            "x",
            made.key(),
            made.selection(),
            response(404, "Cache-Control: max-age=1 ~ ETag: \"a\""),
            at(-60),
            at(-60),
            0);
    CacheQuestion question = question(request(Method.HEAD, ""), gone);
    assertThat(as(Pass.class, answer(question, 200, "ETag: \"a\"")).removed())
        .containsExactly(gone);
  }

  @Test
  void a_304_to_a_head_confirms_like_one_to_a_get() {
    StoredResponse stale = stored(-60, "Cache-Control: max-age=1 ~ ETag: \"a\"");
    CacheQuestion question = question(request(Method.HEAD, ""), stale);
    assertThat(question.request().method()).isEqualTo(Method.HEAD);
    assertThat(answer(question, 304, "ETag: \"a\"")).isInstanceOf(Freshen.class);
  }

  // ---- invalidation

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // method | status | fields | paths that are invalidated besides the target's
        "POST    | 200 |                                            | page?q",
        "PUT     | 204 |                                            | page?q",
        "DELETE  | 200 |                                            | page?q",
        "PATCH   | 200 |                                            | page?q",
        "BREW    | 200 |                                            | page?q",
        "POST    | 303 | Location: /new                             | page?q new",
        "POST    | 201 | Location: http://a.example:80/new#x        | page?q new",
        "POST    | 201 | Location: http://b.example/new             | page?q",
        "POST    | 201 | Location: https://a.example/new            | page?q",
        "POST    | 201 | Location: http://a.example:81/new          | page?q",
        "POST    | 201 | Location: http://[                         | page?q",
        "POST    | 201 | Location: other ~ Content-Location: /third | page?q other third",
        "POST    | 200 | Content-Location: /page?q                  | page?q",
        "POST    | 399 |                                            | page?q",
        "POST    | 400 | Location: /new                             | ''",
        "POST    | 500 |                                            | ''",
        "OPTIONS | 200 | Location: /new                             | ''",
        "TRACE   | 200 |                                            | ''",
      })
  void an_unsafe_method_invalidates_its_target_and_what_it_names_on_the_same_origin(
      String method, int status, String fields, String paths) {
    CacheQuestion question = question(request(Method.of(method), ""));
    assertThat(question.reason()).isEqualTo(CacheStatus.Forward.METHOD);
    Pass pass = as(Pass.class, answer(question, status, fields));
    List<Uri> expected =
        Arrays.stream(paths.split(" "))
            .filter(path -> !path.isEmpty())
            .map(path -> Uri.of("http://a.example/" + path))
            .toList();
    assertThat(pass.invalidated()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Range: bytes=0-", "Cache-Control: no-store"})
  void a_safe_request_that_passes_invalidates_nothing(String field) {
    Pass pass = as(Pass.class, answer(question(get(field)), 200, "Location: /x"));
    assertThat(pass.invalidated()).isEmpty();
  }

  @Test
  void a_collapsed_request_says_so() {
    CacheStatus status = answer(question(get("")), 200, "").status();
    assertThat(status.collapsed()).hasToString("godwit; fwd=uri-miss; collapsed");
    assertThat(status.hit()).isFalse();
    Headers headers = status.on(response(200, "Cache-Status: a")).headers();
    assertThat(headers.all("Cache-Status")).containsExactly("a", "godwit; fwd=uri-miss");
  }
}
