package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
  private static final Headers FIELDS =
      Headers.of("B", "1", "a", "2", "b", "3", "Set-Cookie", "x=1, y", "SET-COOKIE", "z=2");

  private static String encoded(Headers headers) {
    byte[] bytes = new byte[headers.encodedSize() + 3];
    assertThat(headers.encode(bytes, 3)).isEqualTo(bytes.length);
    return new String(bytes, 3, bytes.length - 3, StandardCharsets.ISO_8859_1);
  }

  @Nested
  final class Reading {
    @Row({"H53", "P53"})
    @Test
    void fields_keep_their_order_their_spelling_and_their_repetitions() {
      assertThat(FIELDS)
          .containsExactly(
              new Headers.Field("B", "1"),
              new Headers.Field("a", "2"),
              new Headers.Field("b", "3"),
              new Headers.Field("Set-Cookie", "x=1, y"),
              new Headers.Field("SET-COOKIE", "z=2"));
      assertThat(FIELDS.size()).isEqualTo(5);
      assertThat(FIELDS.isEmpty()).isFalse();
    }

    @Row({"H53", "T51"})
    @Test
    void names_are_found_in_any_case_first_last_and_all() {
      assertThat(FIELDS.first("b")).contains("1");
      assertThat(FIELDS.last("B")).contains("3");
      assertThat(FIELDS.all("B")).containsExactly("1", "3");
      assertThat(FIELDS.first("A")).contains("2");
      assertThat(FIELDS.last("A")).contains("2");
      assertThat(FIELDS.all("A")).containsExactly("2");
      assertThat(FIELDS.has("set-cookie")).isTrue();
    }

    @Test
    void what_is_not_there_is_not_found() {
      assertThat(FIELDS.first("c")).isEmpty();
      assertThat(FIELDS.last("c")).isEmpty();
      assertThat(FIELDS.all("c")).isEmpty();
      assertThat(FIELDS.combined("c")).isEmpty();
      assertThat(FIELDS.has("c")).isFalse();
      assertThat(FIELDS.has("")).isFalse();
      assertThat(FIELDS.has("bb")).isFalse();
      assertThat(FIELDS.find("c", 0)).isEqualTo(-1);
      assertThat(FIELDS.hasToken("c", "x")).isFalse();
    }

    @Test
    void letters_are_compared_as_ascii_only() {
      Headers headers = Headers.of("Kilo", "1", "[x]".replace("[", "^").replace("]", "~"), "2");
      assertThat(headers.has("KILO")).isTrue();
      assertThat(headers.has("\u212Ailo")).as("the Kelvin sign").isFalse();
      assertThat(headers.has("~x~")).isFalse();
      assertThat(headers.has("^X~")).isTrue();
    }

    @Test
    void positions_can_be_walked_by_name() {
      assertThat(FIELDS.find("B", 0)).isZero();
      assertThat(FIELDS.find("B", 1)).isEqualTo(2);
      assertThat(FIELDS.find("B", 3)).isEqualTo(-1);
      assertThat(FIELDS.find("B", 99)).isEqualTo(-1);
      assertThat(FIELDS.name(2)).isEqualTo("b");
      assertThat(FIELDS.value(2)).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, 6})
    void positions_outside_are_refused(int position) {
      assertThatThrownBy(() -> FIELDS.name(position))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("field " + position + " of 5");
      assertThatThrownBy(() -> FIELDS.value(position))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Row({"H10", "H53"})
    @Test
    void several_values_can_be_read_as_one() {
      assertThat(FIELDS.combined("b")).contains("1, 3");
      assertThat(FIELDS.combined("a")).contains("2");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "close            | close | true",
          "Close            | cLOSE | true",
          "a, close , b     | close | true",
          "a,'\tclose\t',b  | close | false",
          "closed           | close | false",
          "clos             | close | false",
          "a close          | close | false",
          ",,close          | close | true",
          ",                | close | false",
          "close;q=1        | close | false",
        })
    void a_list_has_a_token(String value, String token, boolean has) {
      Headers headers = Headers.of("X", "y", "Connection", value, "Z", token);
      assertThat(headers.hasToken("connection", token)).isEqualTo(has);
    }

    @Test
    void a_member_of_a_list_may_be_outside_ascii() {
      Headers headers = Headers.builder().latin1().add("X", "a, caf\u00e9").build();
      assertThat(headers.hasToken("X", "CAF\u00e9")).isTrue();
      assertThat(headers.hasToken("X", "caf\u00c9"))
          .as("letters of ASCII alone have cases")
          .isFalse();
    }

    @Test
    void a_list_goes_on_in_the_next_field_of_its_name() {
      Headers headers = Headers.of("Connection", "a", "X", "close", "Connection", "b,\tclose");
      assertThat(headers.hasToken("Connection", "close")).isTrue();
      assertThat(headers.hasToken("Connection", "x")).isFalse();
      assertThat(headers.hasToken("X", "b")).isFalse();
    }

    @Test
    void the_iterator_ends() {
      Iterator<Headers.Field> fields = Headers.of("A", "b").iterator();
      assertThat(fields.next()).isEqualTo(new Headers.Field("A", "b"));
      assertThat(fields.hasNext()).isFalse();
      assertThatThrownBy(fields::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void all_values_cannot_be_changed() {
      assertThatThrownBy(() -> FIELDS.all("b").add("4"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Nested
  final class Checks {
    @Row("T47")
    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "a b", "a:", "a\r", "a\nb", "\u0000", "\u00e9", "a\u0100", "(a)"})
    void a_name_is_a_token(String name) {
      assertThatThrownBy(() -> Headers.of(name, "x"))
          .isInstanceOf(InvalidMessage.class)
          .hasMessageEndingWith(" is not a token");
      assertThatThrownBy(() -> Headers.empty().with(name, "x")).isInstanceOf(InvalidMessage.class);
    }

    @Row("T47")
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        ignoreLeadingAndTrailingWhitespace = false,
        quoteCharacter = '`',
        value = {
          "`a\r\nX: y`|value of field X: character \"\\r\" at 1 is not allowed",
          "`a\nb`|value of field X: character \"\\n\" at 1 is not allowed",
          "`\r`|value of field X: character \"\\r\" at 0 is not allowed",
          "`a\u0000`|value of field X: character \"\\u0000\" at 1 is not allowed",
          "`\u001b[2J`|value of field X: character \"\\u001B\" at 0 is not allowed",
          "`\u007f`|value of field X: character \"\\u007F\" at 0 is not allowed",
          "`\u20ac`|value of field X: character \"\\u20AC\" at 0 is not allowed",
          "`gr\u00fc`|value of field X: character \"\\u00FC\" at 2 is outside ASCII;"
              + " Headers.Builder.latin1() allows it",
        })
    void a_value_has_no_line_break_and_the_offender_is_shown_escaped(String value, String message) {
      assertThatThrownBy(() -> Headers.of("X", value))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage(message);
    }

    @Test
    void the_rest_of_a_refused_value_is_not_shown() {
      assertThatThrownBy(() -> Headers.of("Authorization", "Bearer s3cret\n"))
          .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_name_needs_a_value() {
      assertThatThrownBy(() -> Headers.of("A", "1", "B"))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("the last field name has no value");
    }

    @Test
    void octets_above_7f_are_an_option() {
      Headers headers =
          Headers.builder().add("A", "1").latin1().add("B", "gr\u00fc\u00df \u00ff").build();
      assertThat(headers.first("b")).contains("gr\u00fc\u00df \u00ff");
      assertThat(encoded(headers)).isEqualTo("A: 1\r\nB: gr\u00fc\u00df \u00ff\r\n");
      assertThatThrownBy(() -> Headers.builder().latin1().add("B", "\u0100"))
          .hasMessage("value of field B: character \"\\u0100\" at 0 is not allowed");
    }

    @ParameterizedTest
    @CsvSource(
        ignoreLeadingAndTrailingWhitespace = false,
        value = {
          "' a',a",
          "'a ',a",
          "'\t a \t',a",
          "' a  b ',a  b",
          "' ',''",
          "'',''",
          "'a\tb',a\tb"
        })
    void blanks_around_a_value_are_dropped(String value, String kept) {
      assertThat(Headers.of("X", value).first("X")).contains(kept);
      assertThat(Headers.of("X", "y").with("X", value).first("X")).contains(kept);
    }
  }

  @Nested
  final class Changing {
    @Test
    void with_replaces_all_at_the_place_of_the_first() {
      assertThat(
              encoded(Headers.of("A", "1", "B", "2", "a", "3", "C", "4", "A", "5").with("a", "6")))
          .isEqualTo("a: 6\r\nB: 2\r\nC: 4\r\n");
      assertThat(encoded(Headers.of("A", "1").with("B", "2"))).isEqualTo("A: 1\r\nB: 2\r\n");
    }

    @Test
    void with_added_adds_at_the_end() {
      assertThat(encoded(Headers.of("A", "1").withAdded("a", "2"))).isEqualTo("A: 1\r\na: 2\r\n");
    }

    @Test
    void without_removes_all_of_a_name() {
      Headers headers = Headers.of("A", "1", "B", "2", "a", "3");
      assertThat(encoded(headers.without("A"))).isEqualTo("B: 2\r\n");
      assertThat(headers.without("C")).isSameAs(headers);
      assertThat(headers.without("A").without("B")).isSameAs(Headers.empty());
    }

    @Test
    void the_original_never_changes() {
      Headers original = Headers.of("A", "1", "B", "2");
      String before = encoded(original);
      Headers.Builder builder = original.toBuilder();
      builder.set("A", "9").remove("B").add("C", "3").addAll(Headers.of("D", "4"));
      assertThat(original.with("B", "9").without("A").withAdded("C", "3").size()).isEqualTo(2);
      assertThat(encoded(original)).isEqualTo(before);
      assertThat(encoded(builder.build())).isEqualTo("A: 9\r\nC: 3\r\nD: 4\r\n");
    }

    @Test
    void what_a_builder_has_built_never_changes() {
      Headers.Builder builder = Headers.builder().add("A", "1");
      Headers first = builder.build();
      Headers second = builder.set("A", "2").add("B", "3").build();
      Headers third = builder.remove("A").build();
      Headers fourth = builder.set("B", "4").build();
      assertThat(encoded(first)).isEqualTo("A: 1\r\n");
      assertThat(encoded(second)).isEqualTo("A: 2\r\nB: 3\r\n");
      assertThat(encoded(third)).isEqualTo("B: 3\r\n");
      assertThat(encoded(fourth)).isEqualTo("B: 4\r\n");
    }

    @Test
    void a_builder_knows_what_it_has() {
      Headers.Builder builder = Headers.builder().setIfAbsent("A", "1").setIfAbsent("a", "2");
      assertThat(builder.has("A")).isTrue();
      assertThat(builder.has("B")).isFalse();
      assertThat(encoded(builder.build())).isEqualTo("A: 1\r\n");
      assertThat(builder.remove("a").build()).isSameAs(Headers.empty());
      assertThat(Headers.builder().build()).isSameAs(Headers.empty());
    }

    @Test
    void a_refused_field_leaves_the_builder_as_it_was() {
      Headers.Builder builder = Headers.builder().add("A", "1");
      assertThatThrownBy(() -> builder.add("B", "\n")).isInstanceOf(InvalidMessage.class);
      assertThatThrownBy(() -> builder.set("A", "\n")).isInstanceOf(InvalidMessage.class);
      assertThatThrownBy(() -> builder.set(" ", "2")).isInstanceOf(InvalidMessage.class);
      assertThat(encoded(builder.build())).isEqualTo("A: 1\r\n");
    }

    @Test
    void a_builder_can_add_what_it_has_built() {
      Headers.Builder builder = Headers.builder().add("A", "1").add("B", "2");
      builder.addAll(builder.build()).addAll(Headers.empty());
      assertThat(encoded(builder.build())).isEqualTo("A: 1\r\nB: 2\r\nA: 1\r\nB: 2\r\n");
    }

    @ParameterizedTest
    @MethodSource("io.godwit.http.HeadersTest#seeds")
    void any_course_of_changes_gives_what_a_plain_list_gives(long seed) {
      Random random = new Random(seed);
      Headers.Builder builder = Headers.builder();
      List<Headers.Field> model = new ArrayList<>();
      List<Headers> built = new ArrayList<>();
      List<List<Headers.Field>> expected = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        String name = List.of("a", "A", "Bb", "bB", "c", "D").get(random.nextInt(6));
        String value = "v".repeat(random.nextInt(30)) + step;
        switch (random.nextInt(6)) {
          case 0, 1 -> {
            builder.add(name, value);
            model.add(new Headers.Field(name, value));
          }
          case 2 -> {
            builder.set(name, value);
            set(model, name, value);
          }
          case 3 -> {
            builder.remove(name);
            model.removeIf(field -> field.name().equalsIgnoreCase(name));
          }
          case 4 -> {
            builder.addAll(Headers.of(name, value, "e", "1"));
            model.add(new Headers.Field(name, value));
            model.add(new Headers.Field("e", "1"));
          }
          default -> {
            built.add(builder.build());
            expected.add(List.copyOf(model));
          }
        }
      }
      assertThat(builder.build()).containsExactlyElementsOf(model);
      for (int i = 0; i < built.size(); i++) {
        assertThat(built.get(i)).containsExactlyElementsOf(expected.get(i));
      }
    }

    private static void set(List<Headers.Field> model, String name, String value) {
      int at = -1;
      for (int i = model.size() - 1; i >= 0; i--) {
        if (model.get(i).name().equalsIgnoreCase(name)) {
          model.remove(i);
          at = i;
        }
      }
      model.add(at < 0 ? model.size() : at, new Headers.Field(name, value));
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Nested
  final class WholeSections {
    @Test
    void a_received_block_is_read_where_it_lies() {
      byte[] block =
          "GET / HTTP/1.1\r\nHost: a\r\nX:\u00fc\r\n".getBytes(StandardCharsets.ISO_8859_1);
      int[] index = {16, 20, 22, 23, 25, 26, 27, 28, 0, 0, 0, 0};
      Headers headers = Headers.received(block, index, 2);
      assertThat(headers)
          .containsExactly(new Headers.Field("Host", "a"), new Headers.Field("X", "\u00fc"));
      assertThat(encoded(headers)).isEqualTo("Host: a\r\nX: \u00fc\r\n");
      assertThat(encoded(headers.with("host", "b"))).isEqualTo("host: b\r\nX: \u00fc\r\n");
      assertThat(Headers.received(block, index, 0)).isSameAs(Headers.empty());
    }

    @Test
    void equal_when_the_fields_are_equal_in_order() {
      Headers one = Headers.of("A", "1", "B", "2");
      assertThat(one)
          .isEqualTo(Headers.of("a", "1", "b", "2"))
          .hasSameHashCodeAs(Headers.of("a", "1", "b", "2"))
          .isEqualTo(Headers.of("C", "3", "A", "1", "B", "2").without("C"))
          .isNotEqualTo(Headers.of("B", "2", "A", "1"))
          .isNotEqualTo(Headers.of("A", "1"))
          .isNotEqualTo(Headers.of("A", "1", "B", "3"))
          .isNotEqualTo(Headers.of("A", "1", "C", "2"))
          .isNotEqualTo("A: 1\nB: 2")
          .isNotEqualTo(null);
      assertThat(one.hashCode()).isNotEqualTo(Headers.of("A", "1", "B", "3").hashCode());
      assertThat(Headers.of()).isEqualTo(Headers.empty()).hasSameHashCodeAs(Headers.empty());
    }

    @Test
    void a_text_for_people_hides_credentials_and_cookies() {
      Headers headers =
          Headers.of(
              "Accept",
              "*/*",
              "authorization",
              "Basic s3cret",
              "Cookie",
              "s3cret",
              "Set-Cookie",
              "s3cret",
              "Proxy-Authorization",
              "s3cret");
      assertThat(headers)
          .hasToString(
              """
              Accept: */*
              authorization: ***
              Cookie: ***
              Set-Cookie: ***
              Proxy-Authorization: ***""");
      assertThat(Headers.empty()).hasToString("");
    }

    @Test
    void what_was_marked_as_a_secret_stays_one() {
      Headers marked =
          Headers.builder().add("X-Mine", "s3cret").secret("x-mine").add("X-Open", "o").build();
      assertThat(marked.secret("X-MINE")).isTrue();
      assertThat(marked.secret("X-Open")).isFalse();
      assertThat(Headers.empty().secret("X-Mine")).isFalse();
      assertThat(Headers.empty().secret("X-Api-Key")).isTrue();
      assertThat(marked).hasToString("X-Mine: ***\nX-Open: o");
      assertThat(marked.with("x-mine", "other")).hasToString("x-mine: ***\nX-Open: o");
      assertThat(marked.without("X-Mine").withAdded("X-Mine", "again"))
          .hasToString("X-Open: o\nX-Mine: ***");
      Headers joined = Headers.builder().add("X-Mine", "before").addAll(marked).build();
      assertThat(joined).hasToString("X-Mine: ***\nX-Mine: ***\nX-Open: o");
      Headers none = Headers.builder().secret("X-Mine").build();
      assertThat(none.isEmpty()).isTrue();
      assertThat(none.with("X-Mine", "s3cret")).hasToString("X-Mine: ***");
    }

    @Test
    void the_name_of_a_secret_is_a_token() {
      assertThatThrownBy(() -> Headers.builder().secret("X Mine"))
          .isInstanceOf(InvalidMessage.class);
    }

    @Test
    void no_fields_take_no_bytes() {
      assertThat(Headers.empty().encodedSize()).isZero();
      assertThat(Headers.empty().encode(new byte[0], 0)).isZero();
      assertThat(Headers.empty()).isEmpty();
      assertThat(Headers.empty().size()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "Digest, X-Sum ! Digest, X-Sum",
        "a,b ,\tc,, , ! a, b, c",
        "a b, c ! c",
        "\"a\", b ! b",
        "a;q=1, b ! b",
        "`` ! ``"
      })
  @Row("G37")
  void a_list_of_names_is_read_as_far_as_there_are_names(String value, String tokens) {
    assertThat(String.join(", ", Headers.of("Trailer", value).tokens("trailer"))).isEqualTo(tokens);
    assertThat(Headers.of("Trailer", value, "trailer", "last").tokens("Trailer").getLast())
        .isEqualTo("last");
    assertThat(Headers.empty().tokens("Trailer")).isEmpty();
  }

  @Test
  @Row("G37")
  void te_is_read_with_its_weights_and_what_is_malformed_is_left_out() {
    Preferences te =
        Preferences.of(
            Headers.of("TE", "trailers, deflate;q=0.5, gzip;q=x, x;y=\"a,b\";q=0.25, ;,br;q=2"),
            "TE");
    assertThat(te.weight("trailers")).hasValue(1000);
    assertThat(te.weight("DEFLATE")).hasValue(500);
    assertThat(te.weight("gzip")).isEmpty();
    assertThat(te.weight("br")).isEmpty();
    assertThat(te.entries()).hasSize(3);
    assertThat(Preferences.of(Headers.of("TE", ""), "TE").entries()).isEmpty();
  }
}
