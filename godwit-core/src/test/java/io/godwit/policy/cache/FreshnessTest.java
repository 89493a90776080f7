package io.godwit.policy.cache;

import static io.godwit.policy.cache.Scene.NOW;
import static io.godwit.policy.cache.Scene.at;
import static io.godwit.policy.cache.Scene.response;
import static io.godwit.policy.cache.Scene.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 sections 4.2.1 to 4.2.3, as tables. */
class FreshnessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // explicit: max-age before Expires, s-maxage is not for us
        "Cache-Control: max-age=60 ~ Date: {-5}                         | 60",
        "Cache-Control: max-age=60 ~ Expires: {+3600} ~ Date: {-5}      | 60",
        "Cache-Control: s-maxage=60 ~ Expires: {+100} ~ Date: {0}       | 100",
        "Cache-Control: max-age=60, s-maxage=1 ~ Date: {-5}             | 60",
        "Cache-Control: max-age=x ~ Expires: {+100} ~ Date: {0}         | 0",
        "Expires: {+100} ~ Date: {-5}                                   | 105",
        "Expires: {+100}                                                | 110",
        "Expires: {+100} ~ Date: x                                      | 110",
        "Expires: {-100} ~ Date: {-5}                                   | 0",
        "Expires: {-5} ~ Date: {-5}                                     | 0",
        "Expires: 0 ~ Date: {-5}                                        | 0",
        "Expires: 0                                                     | 0",
        "Expires: {+100} ~ Expires: {+100} ~ Date: {0}                  | 100",
        "Expires: {+100} ~ Expires: {+200} ~ Date: {0}                  | 0",
        // a guess: a tenth of the time since the last change, a day at most
        "Last-Modified: {-1000} ~ Date: {0}                             | 100",
        "Last-Modified: {-1010}                                         | 100",
        "Last-Modified: {-863990} ~ Date: {0}                           | 86399",
        "Last-Modified: {-864000} ~ Date: {0}                           | 86400",
        "Last-Modified: {-864100} ~ Date: {0}                           | 86400",
        "Last-Modified: {+1000} ~ Date: {0}                             | 0",
        "Last-Modified: yesterday ~ Date: {0}                           | 0",
        "Date: {0}                                                      | 0",
        "Cache-Control: max-age=0 ~ Last-Modified: {-1000} ~ Date: {0}  | 0",
        "Expires: x ~ Last-Modified: {-1000} ~ Date: {0}                | 0",
      })
  void a_response_is_fresh_for_what_it_says_or_a_guess(String fields, long seconds) {
    assertThat(Freshness.of(stored(-10, fields), NOW).lifetime().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 |         | 100",
        "203 |         | 100",
        "204 |         | 100",
        "300 |         | 100",
        "301 |         | 100",
        "308 |         | 100",
        "404 |         | 100",
        "405 |         | 100",
        "410 |         | 100",
        "414 |         | 100",
        "501 |         | 100",
        "201 |         | 0",
        "302 |         | 0",
        "307 |         | 0",
        "400 |         | 0",
        "403 |         | 0",
        "500 |         | 0",
        "503 |         | 0",
        "302 | public  | 100",
        "302 | private | 0",
      })
  void only_some_statuses_are_guessed_about(int status, String control, long seconds) {
    StoredResponse made = stored(0, "Last-Modified: {-1000} ~ Date: {0}");
    Headers headers =
        control == null ? made.headers() : made.headers().with("Cache-Control", control);
    StoredResponse other =
        new StoredResponse(
            "x",
            made.key(),
            made.selection(),
            response(status, "").withHeaders(headers),
            NOW,
            NOW,
            0);
    assertThat(Freshness.of(other, NOW).lifetime().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // asked and answered at, seconds from now; its age now
        "Date: {-10}               | -10 | -10 | 10",
        "Date: {-30}               | -10 | -10 | 30",
        "Date: {+30}               | -10 | -10 | 10",
        "Date: {-10} ~ Age: 5      | -10 | -10 | 15",
        "Date: {-13} ~ Age: 5      | -14 | -10 | 19",
        "Date: {-30} ~ Age: 5      | -14 | -10 | 30",
        "Date: {-10}               | -14 | -10 | 14",
        "Age: 5                    | -10 | -10 | 15",
        "Date: x ~ Age: 5          | -10 | -10 | 15",
        "Date: {-10} ~ Age: 5, 90  | -10 | -10 | 15",
        "Date: {-10} ~ Age: 5 ~ Age: 90 | -10 | -10 | 15",
        "Date: {-10} ~ Age: x      | -10 | -10 | 10",
        "Date: {-10} ~ Age: -5     | -10 | -10 | 10",
        "Date: {-10} ~ Age: 1.5    | -10 | -10 | 10",
        "Date: {-10} ~ Age:        | -10 | -10 | 10",
        "Date: {-10} ~ Age: 99999999999 | -10 | -10 | 2147483658",
        // the wall clock was set back in between
        "Date: {0}                 | 50  | 50  | 50",
        "Date: {-10}               | -5  | -10 | 10",
      })
  void age_is_counted_from_the_origin_with_the_time_on_the_way(
      String fields, long asked, long answered, long age) {
    StoredResponse made = stored(0, fields);
    StoredResponse timed =
        new StoredResponse(
            "x", made.key(), made.selection(), made.head(), at(asked), at(answered), 0);
    assertThat(Freshness.of(timed, NOW).age().toSeconds()).isEqualTo(age);
  }

  @Test
  void a_response_is_fresh_while_it_is_younger_than_its_lifetime() {
    StoredResponse stored = stored(-60, "Cache-Control: max-age=60 ~ Date: {-60}");
    assertThat(Freshness.of(stored, NOW.minusNanos(1)).fresh()).isTrue();
    assertThat(Freshness.of(stored, NOW).fresh()).isFalse();
    assertThat(Freshness.of(stored, NOW).ttl()).isZero();
    assertThat(Freshness.of(stored, at(-20)).ttl()).isEqualTo(20);
    assertThat(Freshness.of(stored, at(20)).ttl()).isEqualTo(-20);
  }

  @Test
  void a_window_after_that_has_an_end() {
    Freshness stale = new Freshness(Duration.ofSeconds(60), Duration.ofSeconds(70));
    assertThat(stale.staleFor(OptionalLong.of(10))).isTrue();
    assertThat(stale.staleFor(OptionalLong.of(9))).isFalse();
    assertThat(stale.staleFor(OptionalLong.empty())).isFalse();
  }
}
