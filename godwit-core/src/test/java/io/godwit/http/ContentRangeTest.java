package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes 0-9/100, 0, 9, 100",
    "BYTES 5-5/*, 5, 5, -1",
    "bytes */100, -1, -1, 100",
    "bytes 0-0/1, 0, 0, 1"
  })
  void a_content_range_says_what_came(String field, long first, long last, long total) {
    assertThat(ContentRange.received(field)).hasValue(new ContentRange(first, last, total));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 9-0/100",
    "bytes 0-100/100",
    "bytes */*",
    "bytes 0-9",
    "items 0-9/100",
    "bytes 0-9/1234567890123456789",
    "bytes -1-9/100",
    "''"
  })
  void a_content_range_that_makes_no_sense_is_none(String field) {
    assertThat(ContentRange.received(field)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bytes 0-9/100", "bytes 99-99/100", "bytes 0-0/*", "bytes */100", "bytes */0"})
  void it_is_written_as_it_was_received(String field) {
    assertThat(ContentRange.received(field)).map(ContentRange::toString).hasValue(field);
  }

  @Test
  void it_is_made_from_what_was_asked_for() {
    assertThat(ContentRange.of(new ByteRange(0, 499), 1234)).hasToString("bytes 0-499/1234");
    assertThat(ContentRange.of(new ByteRange(0, 499), -1)).hasToString("bytes 0-499/*");
    assertThat(ContentRange.unsatisfied(1234)).hasToString("bytes */1234");
  }

  @ParameterizedTest
  @CsvSource({"0, 9, true", "0, 8, false", "1, 9, false"})
  void it_is_all_only_from_the_first_byte_to_the_last(long first, long last, boolean all) {
    assertThat(new ContentRange(first, last, 10).isAll()).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 10", "5, 4, 10", "-1, -1, -1", "-2, -1, 10", "-1, 0, 10", "0, 1, -2"})
  void numbers_that_contradict_each_other_are_refused(long first, long last, long total) {
    assertThatThrownBy(() -> new ContentRange(first, last, total))
        .isInstanceOf(InvalidMessage.class);
  }
}
