package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTest {
  @Row({"H4", "Z7"})
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b|a+b|a%20b",
        "a+b|a%2Bb|a%2Bb",
        "a&b=c|a%26b%3Dc|a%26b%3Dc",
        "100%|100%25|100%25",
        "*-._~|*-._%7E|%2A-._~",
        "azAZ09|azAZ09|azAZ09",
        "/?:@!$'(),;|%2F%3F%3A%40%21%24%27%28%29%2C%3B|%2F%3F%3A%40%21%24%27%28%29%2C%3B",
        "`{[^|%60%7B%5B%5E|%60%7B%5B%5E",
        "grüße|gr%C3%BC%C3%9Fe|gr%C3%BC%C3%9Fe",
        "日本|%E6%97%A5%E6%9C%AC|%E6%97%A5%E6%9C%AC",
        "😀|%F0%9F%98%80|%F0%9F%98%80"
      })
  void names_and_values_are_encoded_so_that_nothing_in_them_means_anything(
      String plain, String plus, String percent) {
    Form form = Form.of(plain, plain);
    assertThat(form.encoded()).isEqualTo(plus + "=" + plus);
    assertThat(form.percentEncoded()).isEqualTo(percent + "=" + percent);
    assertThat(Form.parse(form.encoded())).isEqualTo(form);
    assertThat(Form.parse(form.percentEncoded())).isEqualTo(form);
    assertThat(Form.received(form.encoded())).isEqualTo(form);
  }

  @Test
  void line_ends_and_nul_are_encoded_as_well() {
    assertThat(Form.of("a", "1\r\n\0").encoded()).isEqualTo("a=1%0D%0A%00");
    assertThat(Form.parse("a=1%0D%0A%00").first("a")).contains("1\r\n\0");
  }

  @Test
  void half_a_surrogate_pair_is_refused() {
    Form form = Form.of("a", "\ud83d");
    assertThatThrownBy(form::encoded).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(form::percentEncoded).isInstanceOf(InvalidMessage.class);
  }

  @Row({"P15", "Z26"})
  @Test
  void order_and_repeats_are_kept() {
    Form form = Form.parse("b=1&a=2&b=3&c&=d&&e==f");
    assertThat(form.pairs())
        .containsExactly(
            new Form.Pair("b", "1"),
            new Form.Pair("a", "2"),
            new Form.Pair("b", "3"),
            new Form.Pair("c", ""),
            new Form.Pair("", "d"),
            new Form.Pair("e", "=f"));
    assertThat(form.first("b")).contains("1");
    assertThat(form.first("x")).isEmpty();
    assertThat(form.all("b")).containsExactly("1", "3");
    assertThat(form.all("x")).isEmpty();
    assertThat(form.byName())
        .containsExactly(
            Map.entry("b", List.of("1", "3")),
            Map.entry("a", List.of("2")),
            Map.entry("c", List.of("")),
            Map.entry("", List.of("d")),
            Map.entry("e", List.of("=f")));
    assertThat(Form.parse("a=1;b=2").pairs()).containsExactly(new Form.Pair("a", "1;b=2"));
  }

  @Test
  void a_form_is_made_of_pairs_or_a_map() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("name", "Ada");
    entries.put("age", 36);
    entries.put("like", List.of("tea", true));
    entries.put("none", List.of());
    Form form = Form.of(entries);
    assertThat(form.encoded()).isEqualTo("name=Ada&age=36&like=tea&like=true");
    assertThat(
            Form.of("name", "Ada").with("age", "36").with(Form.of("like", "tea", "like", "true")))
        .isEqualTo(form)
        .hasSameHashCodeAs(form)
        .isNotEqualTo(Form.empty());
    assertThat(Form.of(Map.of()).isEmpty()).isTrue();
    assertThat(Form.of(List.of())).isSameAs(Form.empty());
    assertThat(form.isEmpty()).isFalse();
    assertThat(Form.empty().encoded()).isEmpty();
    assertThat(form).isNotEqualTo("name=Ada&age=36&like=tea&like=true");
  }

  @Test
  void an_array_repeats_its_name() {
    Form form = Form.of(Map.of("like", new String[] {"tea", "numbers"}));
    assertThat(form.all("like")).containsExactly("tea", "numbers");
    assertThatThrownBy(() -> Form.of(Map.of("like", new Integer[] {1, null})))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void null_is_no_value() {
    assertThatThrownBy(() -> Form.of(Collections.singletonMap("name", null)))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() -> Form.of(Map.of("name", Arrays.asList("a", null))))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> Form.of("a", "1", "b")).isInstanceOf(InvalidMessage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%4z", "%", "a=%ff", "a=%c3", "a=%c3+"})
  void what_is_malformed_is_refused_in_a_text_that_one_has_written(String text) {
    assertThatThrownBy(() -> Form.parse(text)).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void what_is_malformed_stands_for_itself_in_a_text_that_was_received() {
    assertThat(Form.received("a=%&b=%4&c=%zz&d=%4z").encoded())
        .isEqualTo("a=%25&b=%254&c=%25zz&d=%254z");
    assertThat(Form.received("a=%ff&b=%c3").pairs())
        .containsExactly(new Form.Pair("a", "\ufffd"), new Form.Pair("b", "\ufffd"));
    assertThat(Form.received("ü=%C3%BC+ü").pairs()).containsExactly(new Form.Pair("ü", "ü ü"));
    assertThat(Form.received("😀=😀+").pairs()).containsExactly(new Form.Pair("😀", "😀 "));
  }

  @Test
  void octets_that_are_no_text_survive_as_characters_of_latin_1() {
    Form form = Form.received("a=%ff%00%C3+\u00e9", StandardCharsets.ISO_8859_1);
    assertThat(form.first("a")).contains("\u00ff\0\u00c3 \u00e9");
    assertThat(Form.percentEncoded(form.first("a").orElseThrow(), StandardCharsets.ISO_8859_1))
        .isEqualTo("%FF%00%C3%20%E9");
  }

  @Test
  void a_received_form_has_a_limit() {
    String most = "a&".repeat(10_000);
    assertThat(Form.received(most).pairs()).hasSize(10_000);
    assertThatThrownBy(() -> Form.received(most + "a"))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("10000");
    assertThat(Form.parse(most + "a").pairs()).hasSize(10_001);
  }

  @Test
  void its_text_shows_no_values() {
    assertThat(Form.of("password", "s3cret")).hasToString("[password=***]");
  }

  @Row("H4")
  @Test
  void a_body_of_a_form_has_its_type_and_length() throws IOException {
    Body body = Body.form(Form.of("a", "ü"));
    assertThat(body.text(100)).isEqualTo("a=%C3%BC");
    assertThat(body.size()).isEqualTo(8);
    assertThat(body.type().map(MediaType::toString)).contains("application/x-www-form-urlencoded");
    assertThat(body.canReplay()).isTrue();
  }

  @Test
  void any_charset_can_read_what_others_have_written() {
    for (String charset : List.of("ISO-2022-JP", "UTF-16", "GB18030", "x-JISAutoDetect")) {
      Form read = Form.received("name=\u3042&plain=a+b", Charset.forName(charset));
      assertThat(read.all("name")).as(charset).hasSize(1);
    }
    assertThat(Form.received("a=\u3042%1B$B$%22%1B(B", Charset.forName("ISO-2022-JP")).first("a"))
        .contains("\u3042\u3042");
  }
}
