package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Preconditions.Current;
import io.godwit.http.Preconditions.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreconditionsTest {
  private static final String MODIFIED = "Sat, 21 Nov 2026 10:00:00 GMT";
  private static final String BEFORE = "Sat, 21 Nov 2026 09:59:59 GMT";
  private static final String AFTER = "Sat, 21 Nov 2026 10:00:01 GMT";

  private static final Instant CHANGED = Instant.parse("2026-11-21T10:00:00.999Z");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** The resource has the strong tag "a", and was changed at ten. */
  private static final Current STRONG = Current.of(EntityTag.strong("a"), CHANGED);

  private static final Current WEAK = Current.of(EntityTag.weak("a"), CHANGED);
  private static final Current UNDATED = Current.of(EntityTag.strong("a"));
  private static final Current UNTAGGED = Current.of(CHANGED);

  /** What a GET or HEAD gets, and what anything else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "If-Match      | \"a\"              | MET          | MET",
        "If-Match      | \"b\", \"a\"       | MET          | MET",
        "If-Match      | *                  | MET          | MET",
        "If-Match      | \"b\"              | FAILED       | FAILED",
        "If-Match      | W/\"a\"            | FAILED       | FAILED",
        "If-Match      | a                  | FAILED       | FAILED",
        "If-Match      | \"b\", *           | FAILED       | FAILED",
        "If-None-Match | \"a\"              | NOT_MODIFIED | FAILED",
        "If-None-Match | W/\"a\"            | NOT_MODIFIED | FAILED",
        "If-None-Match | \"b\", W/\"a\"     | NOT_MODIFIED | FAILED",
        "If-None-Match | *                  | NOT_MODIFIED | FAILED",
        "If-None-Match | \"b\"              | MET          | MET",
        "If-None-Match | a                  | MET          | MET",
        "If-None-Match | \"b\", *           | MET          | MET",
      })
  void tags_are_compared_with_what_is_there(
      String name, String value, Verdict reading, Verdict writing) {
    assertVerdicts(STRONG, Headers.of(name, value), reading, writing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Modified-Since   | " + BEFORE + "                | MET          | MET",
        "If-Modified-Since   | " + MODIFIED + "              | NOT_MODIFIED | MET",
        "If-Modified-Since   | " + AFTER + "                 | NOT_MODIFIED | MET",
        "If-Modified-Since   | Sat Nov 21 10:00:00 2026      | NOT_MODIFIED | MET",
        "If-Modified-Since   | Saturday, 21-Nov-26 10:00:00 GMT | NOT_MODIFIED | MET",
        "If-Modified-Since   | yesterday                     | MET          | MET",
        "If-Modified-Since   | 2026-11-21T10:00:00Z          | MET          | MET",
        "If-Unmodified-Since | " + BEFORE + "                | FAILED       | FAILED",
        "If-Unmodified-Since | " + MODIFIED + "              | MET          | MET",
        "If-Unmodified-Since | " + AFTER + "                 | MET          | MET",
        "If-Unmodified-Since | yesterday                     | MET          | MET",
      })
  void dates_are_compared_to_the_second(
      String name, String value, Verdict reading, Verdict writing) {
    assertVerdicts(STRONG, Headers.of(name, value), reading, writing);
  }

  @Test
  void a_date_that_is_there_twice_is_ignored() {
    assertVerdicts(
        STRONG,
        Headers.of("If-Modified-Since", MODIFIED, "If-Modified-Since", MODIFIED),
        Verdict.MET,
        Verdict.MET);
    assertVerdicts(
        STRONG,
        Headers.of("If-Unmodified-Since", BEFORE, "If-Unmodified-Since", BEFORE),
        Verdict.MET,
        Verdict.MET);
  }

  @Test
  void tags_may_stand_in_several_fields() {
    Headers fields = Headers.of("If-None-Match", "\"b\"", "If-None-Match", "\"a\"");
    assertVerdicts(STRONG, fields, Verdict.NOT_MODIFIED, Verdict.FAILED);
  }

  /** The order of RFC 9110 section 13.2.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "If-Match: \"a\"; If-Unmodified-Since: " + BEFORE + "         | MET          | MET",
        "If-Match: \"b\"; If-Unmodified-Since: " + AFTER + "          | FAILED       | FAILED",
        "If-Match: \"b\"; If-None-Match: \"a\"                        | FAILED       | FAILED",
        "If-Match: \"a\"; If-None-Match: \"a\"                        | NOT_MODIFIED | FAILED",
        "If-Match: \"a\"; If-Modified-Since: " + MODIFIED + "         | NOT_MODIFIED | MET",
        "If-Unmodified-Since: " + BEFORE + "; If-None-Match: \"a\"    | FAILED       | FAILED",
        "If-Unmodified-Since: " + AFTER + "; If-None-Match: \"a\"     | NOT_MODIFIED | FAILED",
        "If-None-Match: \"b\"; If-Modified-Since: " + AFTER + "       | MET          | MET",
        "If-None-Match: b; If-Modified-Since: " + AFTER + "           | MET          | MET",
        "If-None-Match: \"a\"; If-Modified-Since: " + BEFORE + "      | NOT_MODIFIED | FAILED",
        "If-Unmodified-Since: "
            + MODIFIED
            + "; If-Modified-Since: "
            + MODIFIED
            + " | NOT_MODIFIED | MET",
      })
  void a_tag_comes_before_a_date_and_what_must_be_before_what_must_not(
      String fields, Verdict reading, Verdict writing) {
    Headers.Builder headers = Headers.builder();
    for (String field : fields.split("; ", -1)) {
      headers.add(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2));
    }
    assertVerdicts(STRONG, headers.build(), reading, writing);
  }

  @Test
  void a_weak_tag_is_as_good_as_another_but_never_the_same() {
    Headers same = Headers.of("If-Match", "W/\"a\"");
    assertVerdicts(WEAK, same, Verdict.FAILED, Verdict.FAILED);
    assertVerdicts(WEAK, Headers.of("If-Match", "\"a\""), Verdict.FAILED, Verdict.FAILED);
    assertVerdicts(WEAK, Headers.of("If-Match", "*"), Verdict.MET, Verdict.MET);
    Headers other = Headers.of("If-None-Match", "\"a\"");
    assertVerdicts(WEAK, other, Verdict.NOT_MODIFIED, Verdict.FAILED);
  }

  @Test
  void what_is_not_known_is_not_compared() {
    assertVerdicts(UNTAGGED, Headers.of("If-None-Match", "\"a\""), Verdict.MET, Verdict.MET);
    assertVerdicts(UNTAGGED, Headers.of("If-Match", "\"a\""), Verdict.FAILED, Verdict.FAILED);
    assertVerdicts(UNTAGGED, Headers.of("If-Match", "*"), Verdict.MET, Verdict.MET);
    assertVerdicts(UNDATED, Headers.of("If-Modified-Since", MODIFIED), Verdict.MET, Verdict.MET);
    assertVerdicts(UNDATED, Headers.of("If-Unmodified-Since", BEFORE), Verdict.MET, Verdict.MET);
  }

  @Test
  void where_nothing_is_a_new_thing_may_be_made_and_no_old_one_changed() {
    Current nothing = Current.nothing();
    assertVerdicts(nothing, Headers.of("If-None-Match", "*"), Verdict.MET, Verdict.MET);
    assertVerdicts(nothing, Headers.of("If-None-Match", "\"a\""), Verdict.MET, Verdict.MET);
    assertVerdicts(nothing, Headers.of("If-Match", "*"), Verdict.FAILED, Verdict.FAILED);
    assertVerdicts(nothing, Headers.of("If-Match", "\"a\""), Verdict.FAILED, Verdict.FAILED);
    assertVerdicts(nothing, Headers.of("If-Unmodified-Since", BEFORE), Verdict.MET, Verdict.MET);
  }

  @Test
  void without_conditions_all_are_met() {
    assertVerdicts(STRONG, Headers.empty(), Verdict.MET, Verdict.MET);
    assertVerdicts(Current.nothing(), Headers.empty(), Verdict.MET, Verdict.MET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT"})
  void a_method_that_selects_nothing_knows_no_conditions(String method) {
    Headers fields = Headers.of("If-Match", "\"b\"", "If-None-Match", "\"a\"");
    assertThat(Preconditions.judge(Method.of(method), fields, STRONG, NOW)).isEqualTo(Verdict.MET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"a\"         | true",
        "\"b\"         | false",
        "W/\"a\"       | false",
        "a             | false",
        "*             | false",
        "\"b\", \"a\"  | false",
        MODIFIED + "   | true",
        BEFORE + "     | false",
        AFTER + "      | false",
        "Sat Nov 21 10:00:00 2026 | true",
      })
  void a_range_is_given_of_just_what_the_client_has(String condition, boolean allowed) {
    Headers fields = Headers.of("If-Range", condition);
    assertThat(Preconditions.allowRange(fields, STRONG, NOW)).isEqualTo(allowed);
  }

  @Test
  void a_range_without_a_condition_is_given() {
    assertThat(Preconditions.allowRange(Headers.empty(), STRONG, NOW)).isTrue();
    assertThat(Preconditions.allowRange(Headers.empty(), Current.nothing(), NOW)).isTrue();
  }

  @Test
  void a_range_of_what_is_only_as_good_is_not_given() {
    assertThat(Preconditions.allowRange(Headers.of("If-Range", "\"a\""), WEAK, NOW)).isFalse();
    assertThat(Preconditions.allowRange(Headers.of("If-Range", "W/\"a\""), WEAK, NOW)).isFalse();
    assertThat(Preconditions.allowRange(Headers.of("If-Range", "\"a\""), UNTAGGED, NOW)).isFalse();
    assertThat(Preconditions.allowRange(Headers.of("If-Range", MODIFIED), UNDATED, NOW)).isFalse();
    Headers twice = Headers.of("If-Range", "\"a\"", "If-Range", "\"a\"");
    assertThat(Preconditions.allowRange(twice, STRONG, NOW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00.999Z, false",
    "2026-11-21T10:00:01Z, true",
    "2026-11-21T10:00:02Z, true"
  })
  void a_date_counts_for_a_range_when_its_second_is_over(Instant now, boolean allowed) {
    Headers fields = Headers.of("If-Range", MODIFIED);
    assertThat(Preconditions.allowRange(fields, STRONG, now)).isEqualTo(allowed);
  }

  private static void assertVerdicts(
      Current current, Headers fields, Verdict reading, Verdict writing) {
    assertThat(Preconditions.judge(Method.GET, fields, current, NOW)).isEqualTo(reading);
    assertThat(Preconditions.judge(Method.HEAD, fields, current, NOW)).isEqualTo(reading);
    assertThat(Preconditions.judge(Method.PUT, fields, current, NOW)).isEqualTo(writing);
    assertThat(Preconditions.judge(Method.DELETE, fields, current, NOW)).isEqualTo(writing);
  }
}
