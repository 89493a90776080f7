package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangesTest {
  /** Of a representation of 100 bytes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-9                      | 0-9",
        "bytes=0-0                      | 0-0",
        "bytes=99-99                    | 99-99",
        "bytes=0-                       | 0-99",
        "bytes=99-                      | 99-99",
        "bytes=90-100                   | 90-99",
        "bytes=90-99                    | 90-99",
        "bytes=90-99999999999999999999  | 90-99",
        "bytes=-1                       | 99-99",
        "bytes=-99                      | 1-99",
        "bytes=-100                     | 0-99",
        "bytes=-101                     | 0-99",
        "bytes=-99999999999999999999    | 0-99",
        "bytes=00000000000000000000-009 | 0-9",
        "BYTES=0-9                      | 0-9",
        "Bytes= 0-9 , 20-29             | 0-9 20-29",
        "bytes=,0-9,,20-29,             | 0-9 20-29",
        "bytes=20-29,0-9                | 20-29 0-9",
        "bytes=0-9,100-,-0              | 0-9",
        "bytes=0-0,-1                   | 0-0 99-99",
        "bytes=0-9,5-14                 | 0-14",
        "bytes=0-9,10-19                | 0-19",
        "bytes=10-19,0-9                | 0-19",
        "bytes=0-9,11-19                | 0-9 11-19",
        "bytes=0-9,0-9,0-9              | 0-9",
        "bytes=0-99,50-59               | 0-99",
        "bytes=50-59,0-99               | 0-99",
        "bytes=0-9,40-49,20-29,5-45     | 0-49",
        "bytes=60-69,0-9,40-49,5-45     | 60-69 0-49",
        "bytes=60-69,40-49,0-9,5-45     | 60-69 0-49",
        "bytes=-10,0-89                 | 0-99",
      })
  void the_ranges_that_are_there_are_given_each_byte_once(String range, String expected) {
    assertThat(wanted(range, 100)).isInstanceOf(ByteRanges.Some.class);
    assertThat(text(wanted(range, 100))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=100-200",
        "bytes=-0",
        "bytes=-00",
        "bytes=99999999999999999999-",
        "bytes=100-,200-300",
        "bytes=9223372036854775807-9223372036854775807"
      })
  void bytes_that_are_not_there_cannot_be_given(String range) {
    assertThat(wanted(range, 100)).isEqualTo(new ByteRanges.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes= , ",
        "bytes=-",
        "bytes=1",
        "bytes=a-b",
        "bytes=9-0",
        "bytes=0-9,9-0",
        "bytes=0-9,x",
        "bytes=0-9;10-19",
        "bytes=0-9-19",
        "bytes=+1-9",
        "bytes=0x1-9",
        "bytes=--1",
        "bytes=1 - 9",
        "bytes:0-9",
        "byte=0-9",
        "lines=0-9",
        "bytes =0-9",
        "0-9",
        "bytes=\u00B9-9",
        "bytes=200-100",
        "bytes=1-99999999999999999999x"
      })
  void what_is_malformed_is_ignored(String range) {
    assertThat(wanted(range, 100)).isEqualTo(new ByteRanges.All());
  }

  @Test
  void another_method_than_get_has_no_ranges() {
    Headers fields = Headers.of("Range", "bytes=0-9");
    assertThat(ByteRanges.wanted(Method.HEAD, fields, 100)).isEqualTo(new ByteRanges.All());
    assertThat(ByteRanges.wanted(Method.POST, fields, 100)).isEqualTo(new ByteRanges.All());
  }

  @Test
  void without_a_range_or_with_two_fields_the_whole_is_wanted() {
    Headers twice = Headers.of("Range", "bytes=0-9", "Range", "bytes=20-29");
    assertThat(ByteRanges.wanted(Method.GET, Headers.empty(), 100)).isEqualTo(new ByteRanges.All());
    assertThat(ByteRanges.wanted(Method.GET, twice, 100)).isEqualTo(new ByteRanges.All());
  }

  @Test
  void a_number_counts_as_far_as_a_length_can_reach() {
    long most = Long.MAX_VALUE;
    assertThat(text(wanted("bytes=4611686009204015867-4611686018427387902", most)))
        .isEqualTo("4611686009204015867-4611686018427387902");
    assertThat(text(wanted("bytes=9223372036854775806-9223372036854775807", most)))
        .isEqualTo("9223372036854775806-9223372036854775806");
    assertThat(text(wanted("bytes=9223372036854775805-9223372036854775809", most)))
        .isEqualTo("9223372036854775805-9223372036854775806");
    assertThat(wanted("bytes=9223372036854775808-", most))
        .isEqualTo(new ByteRanges.Unsatisfiable());
    assertThat(text(wanted("bytes=0000000000000000000000005-7", 100))).isEqualTo("5-7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=-1", "bytes=5-9"})
  void of_nothing_there_are_no_ranges(String range) {
    assertThat(wanted(range, 0)).isEqualTo(new ByteRanges.All());
    assertThat(wanted("bytes=0-", 1)).isInstanceOf(ByteRanges.Some.class);
  }

  /** CVE-2011-3192: a thousand times the whole, in one small request. */
  @Test
  void many_ranges_are_answered_with_the_whole() {
    assertThat(wanted("bytes=" + every(64), 1000)).isInstanceOf(ByteRanges.Some.class);
    assertThat(wanted("bytes=" + every(65), 1000)).isEqualTo(new ByteRanges.All());
    String same = "bytes=" + "0-,".repeat(64);
    assertThat(text(wanted(same, 1000))).isEqualTo("0-999");
  }

  /** One byte of every two. */
  private static String every(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> 2 * i + "-" + 2 * i)
        .collect(Collectors.joining(","));
  }

  @Test
  void a_range_has_its_bytes_in_order() {
    assertThat(new ByteRange(5, 5).length()).isEqualTo(1);
    assertThat(new ByteRange(0, 99).length()).isEqualTo(100);
    assertThatThrownBy(() -> new ByteRange(-1, 5)).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> new ByteRange(5, 4)).isInstanceOf(InvalidMessage.class);
  }

  private static ByteRanges wanted(String range, long length) {
    return ByteRanges.wanted(
        Method.GET, Headers.builder().latin1().add("Range", range).build(), length);
  }

  private static String text(ByteRanges ranges) {
    return ranges instanceof ByteRanges.Some some
        ? some.ranges().stream().map(ByteRange::toString).collect(Collectors.joining(" "))
        : ranges.toString();
  }
}
