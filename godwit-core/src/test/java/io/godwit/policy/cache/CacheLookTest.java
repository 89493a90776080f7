package io.godwit.policy.cache;

import static io.godwit.policy.cache.Scene.NOW;
import static io.godwit.policy.cache.Scene.get;
import static io.godwit.policy.cache.Scene.look;
import static io.godwit.policy.cache.Scene.question;
import static io.godwit.policy.cache.Scene.request;
import static io.godwit.policy.cache.Scene.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request gets from what is stored (RFC 9111 sections 4 and 5.2.1), as tables. */
class CacheLookTest {
  /** The decision in a word or two: what is served and why, or what is asked and why. */
  private static String told(CacheLook look) {
    return switch (look) {
      case CacheLook.Serve serve ->
          serve.status().value() + (serve.refresh().isPresent() ? " + refresh" : "");
      case CacheLook.Ask ask ->
          "fwd=" + ask.question().reason().token() + (ask.question().conditional() ? " if" : "");
      case CacheLook.Unsatisfiable none -> none.response().status().toString();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stored a minute ago | request | decision
        "Cache-Control: max-age=100               |                              | godwit; hit; ttl=40",
        "Cache-Control: max-age=61                |                              | godwit; hit; ttl=1",
        "Cache-Control: max-age=60                |                              | fwd=stale",
        "Cache-Control: max-age=60 ~ ETag: \"a\"  |                              | fwd=stale if",
        "Cache-Control: max-age=60 ~ ETag: a      |                              | fwd=stale",
        "Cache-Control: max-age=60 ~ Last-Modified: {-99} |                      | fwd=stale if",
        "Cache-Control: max-age=60 ~ Last-Modified: x     |                      | fwd=stale",
        "Last-Modified: {-1060}                   |                              | godwit; hit; ttl=40",
        "Cache-Control: max-age=100, no-cache     |                              | fwd=stale",
        "Cache-Control: max-age=100, must-revalidate |                           | godwit; hit; ttl=40",
        "Cache-Control: max-age=100, private      |                              | godwit; hit; ttl=40",
        // what the request wants
        "Cache-Control: max-age=100 ~ ETag: \"a\" | Cache-Control: no-cache      | fwd=request if",
        "Cache-Control: max-age=100               | Pragma: no-cache             | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: no-store      | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: max-age=60    | godwit; hit; ttl=40",
        "Cache-Control: max-age=100               | Cache-Control: max-age=59    | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: max-age=0     | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: max-age=x     | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: min-fresh=40  | godwit; hit; ttl=40",
        "Cache-Control: max-age=100               | Cache-Control: min-fresh=41  | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: min-fresh     | fwd=request",
        "Cache-Control: max-age=100               | Cache-Control: x=1           | godwit; hit; ttl=40",
        // stale, and allowed by the request
        "Cache-Control: max-age=50 | Cache-Control: max-stale    | godwit; hit; ttl=-10; detail=max-stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale=10 | godwit; hit; ttl=-10; detail=max-stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale=9  | fwd=stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale=x  | fwd=stale",
        "Cache-Control: max-age=50, must-revalidate | Cache-Control: max-stale   | fwd=stale",
        "Cache-Control: max-age=50, no-cache        | Cache-Control: max-stale   | fwd=stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale, max-age=60 | godwit; hit; ttl=-10; detail=max-stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale, max-age=59 | fwd=stale",
        "Cache-Control: max-age=50 | Cache-Control: max-stale, min-fresh=1 | fwd=stale",
        // stale, and allowed by the response
        "Cache-Control: max-age=50, stale-while-revalidate=10 |  | godwit; hit; ttl=-10; detail=stale-while-revalidate + refresh",
        "Cache-Control: max-age=50, stale-while-revalidate=9  |  | fwd=stale",
        "Cache-Control: max-age=60, stale-while-revalidate=0  |  | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=x  |  | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=10, must-revalidate | | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=10, no-cache | | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=10 | Cache-Control: no-cache  | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=10 | Cache-Control: max-age=5 | fwd=stale",
        "Cache-Control: max-age=50, stale-while-revalidate=10 | Cache-Control: only-if-cached | godwit; hit; ttl=-10; detail=stale-while-revalidate",
        "Cache-Control: max-age=50, stale-if-error=100        |  | fwd=stale",
        // immutable: a reload does not ask, insisting does (RFC 8246)
        "Cache-Control: max-age=100, immutable | Cache-Control: max-age=0    | godwit; hit; ttl=40",
        "Cache-Control: max-age=100, immutable | Cache-Control: no-cache     | fwd=request",
        "Cache-Control: max-age=100, immutable | Cache-Control: min-fresh=41 | fwd=request",
        "Cache-Control: max-age=50, immutable  |                             | fwd=stale",
        "Cache-Control: max-age=50, immutable  | Cache-Control: max-age=0    | fwd=stale",
        // only what is stored
        "Cache-Control: max-age=100 | Cache-Control: only-if-cached            | godwit; hit; ttl=40",
        "Cache-Control: max-age=50  | Cache-Control: only-if-cached            | 504 Gateway Timeout",
        "Cache-Control: max-age=50  | Cache-Control: only-if-cached, max-stale | godwit; hit; ttl=-10; detail=max-stale",
        "Cache-Control: max-age=100 | Cache-Control: only-if-cached, no-cache  | 504 Gateway Timeout",
        "Cache-Control: max-age=100 | Cache-Control: only-if-cached ~ Range: bytes=0-1 | 504 Gateway Timeout",
        // other values
        "Cache-Control: max-age=100 ~ Vary: A     | A: 1 | fwd=vary-miss",
        "Cache-Control: max-age=100 ~ Vary: A ~ ETag: \"a\"   | A: 1 | fwd=vary-miss if",
        "Cache-Control: max-age=100 ~ Vary: A ~ ETag: W/\"a\" | A: 1 | fwd=vary-miss",
        "Cache-Control: max-age=100 ~ Vary: A ~ Last-Modified: {-99} | A: 1 | fwd=vary-miss",
        "Cache-Control: max-age=100 ~ ETag: \"a\" | Authorization: Basic x | fwd=vary-miss",
      })
  void one_stored_response_answers_or_the_origin_is_asked(
      String response, String request, String expected) {
    String dated = response + " ~ Date: {-60}";
    assertThat(told(look(request, stored(-60, dated)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-None-Match: \"a\"",
        "If-Modified-Since: {-60}",
        "If-Match: *",
        "If-Unmodified-Since: {-60}",
        "Range: bytes=0-",
        "If-Range: \"a\"",
      })
  void conditions_and_ranges_of_the_caller_go_past_the_cache(String field) {
    StoredResponse stored = stored(0, "Cache-Control: max-age=100 ~ ETag: \"b\"");
    CacheQuestion question = question(get(field), stored);
    assertThat(question.reason()).isEqualTo(CacheStatus.Forward.BYPASS);
    assertThat(question.request()).isEqualTo(get(field));
    assertThat(question.key()).isEmpty();
  }

  @Test
  void nothing_stored_is_a_miss_and_with_only_if_cached_a_504() {
    assertThat(told(look(""))).isEqualTo("fwd=uri-miss");
    CacheLook look = look("Cache-Control: only-if-cached");
    assertThat(look).isInstanceOf(CacheLook.Unsatisfiable.class);
    CacheLook.Unsatisfiable none = (CacheLook.Unsatisfiable) look;
    assertThat(none.response().status()).isEqualTo(Status.GATEWAY_TIMEOUT);
    assertThat(none.response().header("Content-Length")).contains("0");
    assertThat(none.response().header("Cache-Status")).contains("godwit; detail=only-if-cached");
    assertThat(none.status().hit()).isFalse();
  }

  @Test
  void other_methods_are_sent_on_and_with_only_if_cached_nothing_is() {
    Request post = request(Method.POST, "").withBody(Body.text("x"));
    assertThat(told(CacheLook.of(post, List.of(), NOW))).isEqualTo("fwd=method");
    Request only = request(Method.POST, "Cache-Control: only-if-cached");
    assertThat(told(CacheLook.of(only, List.of(), NOW))).isEqualTo("504 Gateway Timeout");
  }

  @Test
  void what_is_served_has_its_age_and_its_status_after_that_of_others() {
    String fields = "Cache-Control: max-age=100 ~ Date: {-60} ~ Age: 20 ~ Cache-Status: cdn; hit";
    CacheLook.Serve serve = (CacheLook.Serve) look("", stored(-60, fields));
    assertThat(serve.response().headers().all("Age")).containsExactly("80");
    assertThat(serve.response().headers().all("Cache-Status"))
        .containsExactly("cdn; hit", "godwit; hit; ttl=20");
    assertThat(serve.status().hit()).isTrue();
    assertThat(serve.stored().headers().has("Cache-Status")).isTrue();
  }

  @Test
  void an_age_beyond_counting_stays_in_its_field() {
    String fields = "Cache-Control: max-age=100 ~ Age: 9999999999";
    CacheLook.Serve serve = (CacheLook.Serve) look("Cache-Control: max-stale", stored(-60, fields));
    assertThat(serve.response().header("Age")).contains("2147483648");
  }

  @Test
  void of_several_that_match_the_last_made_is_served() {
    StoredResponse old = stored("old", -5, "", "Cache-Control: max-age=100 ~ Date: {-50}");
    StoredResponse young = stored("young", -40, "", "Cache-Control: max-age=100 ~ Date: {-40}");
    StoredResponse other =
        stored("other", -1, "A: 1", "Cache-Control: max-age=100 ~ Vary: A ~ Date: {-1}");
    assertThat(((CacheLook.Serve) look("", old, young, other)).stored()).isEqualTo(young);
    assertThat(((CacheLook.Serve) look("", young, other, old)).stored()).isEqualTo(young);
    assertThat(((CacheLook.Serve) look("A: 1", young, other, old)).stored()).isEqualTo(other);
    StoredResponse later = stored("later", -3, "", "Cache-Control: max-age=100 ~ Date: {-40}");
    assertThat(((CacheLook.Serve) look("", young, later)).stored()).isEqualTo(later);
  }

  @Test
  void a_stale_response_is_asked_about_with_all_its_validators() {
    String fields = "Cache-Control: max-age=1 ~ ETag: W/\"a\u00e9\" ~ Last-Modified: {-99}";
    CacheQuestion question = question(get("Accept: x"), stored(-60, fields));
    assertThat(question.request().headers())
        .isEqualTo(
            Scene.fields("Accept: x ~ If-None-Match: W/\"a\u00e9\" ~ If-Modified-Since: {-99}"));
    assertThat(question.original()).isEqualTo(get("Accept: x"));
    assertThat(question.unconditional().request()).isEqualTo(get("Accept: x"));
    assertThat(question.unconditional().conditional()).isFalse();
    assertThat(question.unconditional().key()).isEqualTo(question.key()).isPresent();
  }

  @Test
  void several_that_match_are_named_once_each_and_the_date_is_that_of_the_last() {
    String stale = "Cache-Control: max-age=1 ~ ";
    StoredResponse one =
        stored("1", -60, "", stale + "ETag: \"a\" ~ Date: {-60} ~ Last-Modified: {-99}");
    StoredResponse two =
        stored("2", -60, "", stale + "ETag: \"b\" ~ Date: {-50} ~ Last-Modified: {-88}");
    StoredResponse same = stored("3", -60, "", stale + "ETag: \"a\" ~ Date: {-70}");
    StoredResponse none = stored("4", -60, "", stale + "Date: {-40}");
    CacheQuestion question = question(get(""), one, two, same, none);
    assertThat(question.request().header("If-None-Match")).contains("\"b\", \"a\"");
    assertThat(question.request().headers())
        .contains(new io.godwit.http.Headers.Field("If-Modified-Since", at(-88)));
    assertThat(question.candidates()).containsExactly(two, one, same);
    assertThat(question.matching()).containsExactly(none, two, one, same);
  }

  private static String at(long seconds) {
    return io.godwit.http.HttpDate.format(Scene.at(seconds));
  }

  @Test
  void for_other_values_only_what_is_unmistakable_and_for_the_same_credentials_is_named() {
    String vary = "Cache-Control: max-age=9 ~ Vary: A ~ ETag: ";
    StoredResponse strong = stored("1", 0, "A: 1", vary + "\"a\" ~ Last-Modified: {-9}");
    StoredResponse weak = stored("2", 0, "A: 2", vary + "W/\"b\"");
    StoredResponse secret = stored("3", 0, "A: 3 ~ Authorization: Basic x", vary + "\"c\"");
    CacheQuestion question = question(get("A: 9"), strong, weak, secret);
    assertThat(question.request().header("If-None-Match")).contains("\"a\"");
    assertThat(question.request().header("If-Modified-Since")).isEmpty();
    assertThat(question.candidates()).containsExactly(strong);
    assertThat(question.matching()).isEmpty();
    CacheQuestion known = question(get("A: 9 ~ Authorization: Basic x"), strong, weak, secret);
    assertThat(known.request().header("If-None-Match")).contains("\"c\"");
  }

  @Test
  void no_more_tags_are_sent_than_fit_a_field() {
    StoredResponse[] many = new StoredResponse[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = stored("" + i, 0, "A: " + i, "Vary: A ~ ETag: \"" + i + "\"");
    }
    assertThat(question(get("A: x"), many).candidates()).hasSize(16);
    for (int i = 0; i < many.length; i++) {
      many[i] = stored("" + i, 0, "", "Cache-Control: no-cache ~ ETag: \"" + i + "\"");
    }
    assertThat(question(get(""), many).candidates()).hasSize(16);
  }

  @Test
  void a_head_is_served_from_what_get_has_stored_and_wants_no_content() {
    StoredResponse fresh = stored(-60, "Cache-Control: max-age=100 ~ Content-Length: 9");
    Request head = request(Method.HEAD, "");
    CacheLook look = CacheLook.of(head, List.of(fresh), NOW);
    assertThat(told(look)).isEqualTo("godwit; hit; ttl=40");
    assertThat(((CacheLook.Serve) look).response().header("Content-Length")).contains("9");
    assertThat(question(head).wantsContent()).isFalse();
    assertThat(question(get("")).wantsContent()).isTrue();
  }
}
