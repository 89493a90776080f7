package io.godwit.policy.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader takes what RFC 8259 calls an object, and nothing else. */
final class JsonTest {
  @Test
  void the_members_of_an_object_are_read() throws Exception {
    assertThat(
            read(
                " {\t\"a\" :\n\"x\"\r, \"b\":-0.5e+10 ,\"\":true,\"d\":[{\"a\":[]},1,\"\",null],"
                    + "\"e\":{\"a\":false}} "))
        .isEqualTo(
            Map.of(
                "a", new Json.Value.Text("x"),
                "b", new Json.Value.Digits("-0.5e+10"),
                "", new Json.Value.Other(),
                "d", new Json.Value.Other(),
                "e", new Json.Value.Other()));
    assertThat(read("{\"a\":[1 , 2 ]}")).hasSize(1);
    assertThat(read("{}")).isEmpty();
    assertThat(read("{ }")).isEmpty();
    assertThat(read("{\"a\":[ ],\"b\":{ }}")).hasSize(2);
  }

  @Test
  void strings_are_unescaped() throws Exception {
    assertThat(
            text("\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\uD834\\uDd1e \u007F\u00e9\uD834\uDD1E"))
        .isEqualTo("\"\\/\b\f\n\r\t\u00e9\u20ac\uD834\uDD1E \u007F\u00e9\uD834\uDD1E");
    assertThat(text("\\u0000")).isEqualTo("\0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "10", "1.0", "0.25", "1e5", "1E5", "1e+5", "1e-5", "1.5E-05", "-9.0e0"})
  void numbers_are_as_written(String number) throws Exception {
    assertThat(read("{\"n\":" + number + "}"))
        .isEqualTo(Map.of("n", new Json.Value.Digits(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"a\"",
        "1",
        "null",
        "{",
        "}",
        "{}{}",
        "{},",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":[",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":-a}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1.e5}",
        "{\"a\":1e}",
        "{\"a\":1e+-5}",
        "{\"a\":1e5.5}",
        "{\"a\":1",
        "{\"a\":/}",
        "{\"a\"::}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":True}",
        "{\"a\":tru}",
        "{\"a\":truee}",
        "{\"a\":nul",
        "{\"a\":\"b}",
        "{\"a\":\"\\",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u123",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\uD834\"}",
        "{\"a\":\"\\uDD1E\\uD834\"}",
        "{\"a\":\"\\uD834x\"}",
        "{\"a\":\"x\\uD834\"}",
        "{\"a\":\"xy\\uD834\"}",
        "{\"a\":\"\\uD834\\uDD1E\\uDD1E\"}",
        "{\"\\uDD1E\":1}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\u001f\"}",
        "{\"a\":\"\\u\uFF11234\"}",
        "{\"a\":\u0661}",
        "\uFEFF{}",
        "{} \u00a0",
        "{\u000b}",
        "{}\0",
        "{/**/}",
        "{}//"
      })
  void anything_else_is_refused(String text) {
    assertThatExceptionOfType(Json.Malformed.class).isThrownBy(() -> read(text));
  }

  @Test
  void what_is_not_utf_8_is_refused() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(Json.Malformed.class).isThrownBy(() -> Json.object(latin1));
  }

  @Test
  void nesting_is_bounded() throws Exception {
    for (String[] kind : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
      int inner = Json.DEEPEST - 1;
      String last = kind[0].equals("[") ? "" : "1";
      assertThat(read("{\"x\":" + kind[0].repeat(inner) + last + kind[1].repeat(inner) + "}"))
          .hasSize(1);
      assertThatExceptionOfType(Json.Malformed.class)
          .isThrownBy(
              () ->
                  read(
                      "{\"x\":"
                          + kind[0].repeat(inner + 1)
                          + last
                          + kind[1].repeat(inner + 1)
                          + "}"));
    }
  }

  @Test
  void the_refusal_tells_where_and_not_what() {
    assertThatExceptionOfType(Json.Malformed.class)
        .isThrownBy(() -> read("{\"access_token\":\"SECRET\""))
        .withMessage("no JSON object, at 24");
  }

  private static String text(String escaped) throws Exception {
    return read("{\"a\":\"" + escaped + "\"}").get("a") instanceof Json.Value.Text(String text)
        ? text
        : "no text";
  }

  private static Map<String, Json.Value> read(String text) throws Exception {
    return Json.object(text.getBytes(StandardCharsets.UTF_8));
  }
}
