package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Uri} refuses, where it says the fault is, and what its messages show. */
final class UriRefusalTest {

  static Stream<Arguments> faults() {
    return Stream.of(
        // Schemes.
        arguments(
            "mailto:me",
            7,
            "no \"//\" and host after the scheme; other kinds of URI are not supported"),
        arguments("localhost:8080/x", 10, "no \"//\" and host after the scheme;"),
        arguments("http:", 5, "no \"//\" and host"),
        arguments("http:/h/", 5, "no \"//\" and host"),
        arguments("http:h", 5, "no \"//\" and host"),
        arguments("http:/ ", 5, "no \"//\" and host"),
        arguments("http:\\\\h/", 5, "no \"//\" and host"),
        arguments("://h/", 0, "a scheme must begin with a letter"),
        arguments("1http://h/", 0, "a scheme must begin with a letter"),
        arguments("+a://h/", 0, "a scheme must begin with a letter"),
        arguments("<http://h/>", 5, "a colon after what is not a scheme"),
        arguments("a b:c", 3, "a colon after what is not a scheme"),
        arguments("%61:b", 3, "a colon after what is not a scheme"),
        arguments("é:b", 1, "a colon after what is not a scheme"),
        // Hosts that are missing.
        arguments("http://", 7, "the host is missing"),
        arguments("http:// ", 7, "the host is missing"),
        arguments("http:///x", 7, "the host is missing"),
        arguments("https://?x", 8, "the host is missing"),
        arguments("ws://#x", 5, "the host is missing"),
        arguments("wss:///x", 6, "the host is missing"),
        arguments("http://:80/", 7, "the host is missing"),
        arguments("ftp://:21/", 6, "the host is missing"),
        arguments("///", 2, "the host is missing"),
        arguments("//", 2, "the host is missing"),
        // Backslashes: some programs take them for slashes.
        arguments("\\\\h\\x", 0, "a backslash where a host could begin"),
        arguments("/\\h/x", 1, "a backslash where a host could begin"),
        arguments("\\/h/x", 0, "a backslash where a host could begin"),
        arguments("//\\h/", 2, "a backslash in the authority"),
        arguments("http://a\\.b/", 8, "a backslash in the authority"),
        arguments("http://\\h/", 7, "a backslash in the authority"),
        arguments(" /\\h", 2, "a backslash where a host could begin"),
        // Ports.
        arguments("http://h:65536/", 9, "a port above 65535"),
        arguments("http://h:99999999999/", 9, "a port above 65535"),
        arguments("http://h:-1/", 9, "a port that is not a number"),
        arguments("http://h:+1/", 9, "a port that is not a number"),
        arguments("http://h:8o/", 10, "a port that is not a number"),
        arguments("http://h:８０/", 9, "a port that is not a number"),
        arguments("http://h: 80/", 9, "a port that is not a number"),
        arguments("http://h:%38/", 9, "a port that is not a number"),
        arguments("http://h:80:80/", 8, "more than one colon: an IPv6 address needs brackets"),
        arguments("http://::1/", 7, "more than one colon: an IPv6 address needs brackets"),
        // Characters.
        arguments("http://a b/", 8, "a character that a host cannot have (U+0020)"),
        arguments("http:// h/", 7, "a space before the host"),
        arguments("http://a|b/", 8, "a character that a host cannot have ('|', U+007C)"),
        arguments("http://a,b/", 8, "a character that a host cannot have (',', U+002C)"),
        arguments("http://a~b/", 8, "a character that a host cannot have ('~', U+007E)"),
        arguments("http://a\u007Fb/", 8, "a character that a host cannot have (U+007F)"),
        arguments("http://a\tb/", 8, "a character that a host cannot have (U+0009)"),
        arguments("http://a]b/", 8, "a bracket, which only stands around an IPv6 address"),
        arguments("http://a[::1]/", 9, "more than one colon"),
        arguments("http://a[b]/", 8, "a bracket, which only stands around an IPv6 address"),
        arguments("http://a%zz/", 8, "a '%' that begins no escape"),
        arguments("http://a%4/", 8, "a '%' that begins no escape"),
        arguments("http://a%C3%28/", 8, "escapes that are not UTF-8"),
        arguments("http://a%C3b%A9/", 8, "escapes that are not UTF-8"),
        arguments("http://a%ED%A0%80/", 8, "escapes that are not UTF-8"),
        arguments("http://a%2Fb/", 7, "a character is not allowed in a host name (U+002F)"),
        arguments("http://a%00b/", 7, "a character is not allowed in a host name (U+0000)"),
        arguments("http://%5B::1%5D/", 10, "more than one colon"),
        arguments("http://a%40b/", 7, "a character is not allowed in a host name (U+0040)"),
        arguments("http://a／b/", 7, "a character is not allowed in a host name (U+002F)"),
        arguments("http://a\u202Eb/", 7, "a character is not allowed in a host name (U+202E)"),
        arguments("http://a\uD800/", 7, "a character is not allowed in a host name (U+D800)"),
        arguments("http://h/a\nb", 10, "a control character (U+000A)"),
        arguments("http://h/a\rb", 10, "a control character (U+000D)"),
        arguments("http://h/a\tb", 10, "a control character (U+0009)"),
        arguments("http://h/\u0000", 9, "a control character (U+0000)"),
        arguments("http://h/\u001F", 9, "a control character (U+001F)"),
        arguments("http://h/\u007F", 9, "a control character (U+007F)"),
        arguments("http://h/\u000B", 9, "a control character (U+000B)"),
        arguments("http://h/?a\nb", 11, "a control character (U+000A)"),
        arguments("http://h/#a\nb", 11, "a control character (U+000A)"),
        arguments("a\nb", 1, "a control character (U+000A)"),
        arguments("\u0000http://h/", 5, "a colon after what is not a scheme"),
        arguments("http://h/\uD83D", 9, "half a surrogate pair (U+D83D)"),
        arguments("http://h/\uDE00\uD83D", 9, "half a surrogate pair (U+DE00)"),
        arguments("http://h/?\uDFFFx", 10, "half a surrogate pair (U+DFFF)"),
        // Names.
        arguments("http://./", 7, "a host name with an empty label"),
        arguments("http://../", 7, "a host name with an empty label"),
        arguments("http://a..b/", 7, "a host name with an empty label"),
        arguments("http://.a/", 7, "a host name with an empty label"),
        arguments("http://a../", 7, "a host name with an empty label"),
        arguments("http://é..b/", 7, "a label is empty"),
        arguments("http://\u00AD/", 7, "a label is empty"),
        arguments("http://xn--/", 7, "a label that begins with \"xn--\" stands for an ASCII label"),
        arguments(
            "http://xn--abc-/", 7, "a label that begins with \"xn--\" stands for an ASCII label"),
        arguments("http://a.XN--B/", 7, "a label that begins with \"xn--\" is cut short"),
        // Addresses.
        arguments("http://[::1/", 8, "more than one colon"),
        arguments("http://[1/", 9, "an IPv6 address without its closing bracket"),
        arguments("http://[::1]x/", 12, "only a port may follow an IPv6 address"),
        arguments("http://[::1]]/", 12, "only a port may follow an IPv6 address"),
        arguments("http://[]/", 7, "the brackets do not hold an IPv6 address"),
        arguments("http://[v1.x]/", 7, "the brackets do not hold an IPv6 address"),
        arguments("http://[1.2.3.4]/", 7, "the brackets do not hold an IPv6 address"),
        arguments(
            "http://[fe80::1%25eth0]/",
            15, "an IPv6 zone, which means nothing to other machines, is not"),
        arguments(
            "http://[fe80::1%eth0]:80/",
            15, "an IPv6 zone, which means nothing to other machines, is not"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_named_and_its_place(String text, int index, String reason) {
    InvalidUri fault = refusal(text);

    assertThat(fault.reason()).contains(reason);
    assertThat(fault.index()).isEqualTo(index);
    assertThat(fault.input()).isEqualTo(text);
    assertThat(fault).hasMessageStartingWith(fault.reason() + ", at " + index + " of \"");
  }

  /** Numbers that are 127.0.0.1 to one program and something else, or nothing, to the next. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F.0.0.1",
        "0x7f.1",
        "0x",
        "a.0x",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.0001",
        "127.0.0.1.",
        "127.1.",
        "127.0.0.0x1",
        "256.0.0.1",
        "1.2.3.256",
        "999.1.1.1",
        "1.2.3.4.5",
        "1.2.3",
        "0",
        "a.1",
        "a.b.00",
        "1.2.3.a4.5",
        "１２７.１",
        "%30x7f.1",
        "é.1",
      })
  void a_number_that_programs_read_differently_is_refused(String host) {
    assertThat(refusal("http://" + host + "/").reason())
        .isEqualTo("a host that ends in a number must be four decimal numbers from 0 to 255");
  }

  @Test
  void an_empty_label_in_a_number_is_an_empty_label() {
    assertThat(refusal("http://1..2/").reason()).isEqualTo("a host name with an empty label");
  }

  /** CVE-2020-13956 and its kin: an authority that programs split at different places. */
  @ParameterizedTest
  @CsvSource({
    "http://a@b@c/, 'a second ''@'': within user information it is %40', 10",
    "http://a:b@c:d@e/, 'a second ''@'': within user information it is %40', 10",
    "http://[::1]@h/, 'a bracket in user information: it is %5B or %5D there', 7",
    "http://u]@h/, 'a bracket in user information: it is %5B or %5D there', 7",
    "http://u\\@h/, a backslash in the authority, 8",
    "http://h\\@u/, a backslash in the authority, 8",
    "http://u@/, the host is missing, 11",
    "http://u@, the host is missing, 11",
    "http://@, the host is missing, 8",
    "ftp://u@/, the host is missing, 10",
    "http://@/, the host is missing, 8",
    "http://u@:80/, the host is missing, 11",
  })
  void an_authority_that_can_be_split_in_two_ways_is_refused(
      String text, String reason, int index) {
    InvalidUri fault = refusal(text);

    assertThat(fault.reason()).isEqualTo(reason);
    assertThat(fault.index()).as(fault.getMessage()).isEqualTo(index);
  }

  @Test
  void a_label_has_at_most_63_characters() {
    String label = "a".repeat(63);

    assertThat(Uri.of("http://" + label + "/").host()).isEqualTo(label);
    assertThat(Uri.of("http://b." + label + ".c/").host()).isEqualTo("b." + label + ".c");
    assertThat(refusal("http://" + label + "a/").reason())
        .isEqualTo("a host name with a label of more than 63 characters");
    assertThat(refusal("http://b." + label + "a.c/").reason())
        .isEqualTo("a host name with a label of more than 63 characters");
  }

  @Test
  void a_name_has_at_most_253_characters_and_a_dot() {
    String label = "a".repeat(62) + ".";
    String name = label.repeat(4) + "b";

    assertThat(Uri.of("http://" + name + "/").host()).hasSize(253);
    assertThat(Uri.of("http://" + name + "./").host()).hasSize(254);
    assertThat(refusal("http://" + name + "b/").reason())
        .isEqualTo("a host name of more than 253 characters");
    assertThat(refusal("http://" + name + "b./").reason())
        .isEqualTo("a host name of more than 253 characters");
  }

  @Test
  void an_encoded_host_has_at_most_4096_characters() {
    assertThat(Uri.of("http://" + "\u00AD".repeat(4095) + "a/").host()).isEqualTo("a");
    assertThat(refusal("http://" + "\u00AD".repeat(4096) + "a/").reason())
        .isEqualTo("a host of more than 4096 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:sec/ret@h/, http://***@h/, 7",
    "http://me:sec?ret@h/, http://***@h/, 7",
    "http://me:sec#ret@h/, http://***@h/, 7",
    "http://me:secret@h:x/, http://***@h:x/, 13",
    "http://secret@h x/, http://***@h x/, 12",
    "http://secret:x?y@h[/, http://***@h[/, 7",
    "http:secret:x@h/, ***@h/, 0",
    "me:secret@h/, ***@h/, 0",
    ":secret@h/, ***@h/, 0",
    "me:sec/ret@h/, ***@h/, 0",
    "//me:secret@h:x/, //***@h:x/, 8",
    "http:\\\\me:secret@h/, http:\\\\***@h/, 5",
    "http:/me:secret@h/, http:/***@h/, 5",
    "'  http://me:secret@h:x/', '  http://***@h:x/', 15",
    "http://h:x/?a@b, http://***@b, 7",
    "http://h x/?a@b, http://h x/?a@b, 8",
    "http://h x/@b, http://h x/@b, 8",
    "http://h x/?a:b, http://h x/?a:b, 8",
  })
  void what_may_be_user_information_is_masked(String text, String input, int index) {
    InvalidUri fault = refusal(text);

    assertThat(fault.input()).isEqualTo(input);
    assertThat(fault.index()).as(fault.getMessage()).isEqualTo(index);
    assertThat(fault.getMessage()).doesNotContain("sec");
  }

  @Test
  void a_message_shows_the_text_escaped() {
    assertThat(refusal("http://h\r\n\t\"\\\u0000\u202E\uD800é😀\uD83D\uDE00 ~日\uD835\uDD38"))
        .hasMessage(
            "a backslash in the authority, at 12 of "
                + "\"http://h\\r\\n\\t\\\"\\\\\\u0000\\u202E\\uD800é\\u{1F600}\\u{1F600} ~日𝔸\"");
  }

  @Test
  void a_message_shows_no_character_that_is_not_one() {
    assertThat(refusal("http://a|b\u007F\u0080\uFFFF\uDBFF\uDFFF!").getMessage())
        .endsWith(" of \"http://a|b\\u007F\\u0080\\uFFFF\\u{10FFFF}!\"");
  }

  @Test
  void a_message_shows_only_what_is_around_the_fault() {
    String a = "a".repeat(200);

    assertThat(refusal("http://h/" + a + "\n" + a))
        .hasMessage(
            "a control character (U+000A), at 209 of ...\""
                + "a".repeat(60)
                + "\\n"
                + "a".repeat(59)
                + "\"...");
    assertThat(refusal("http://h/" + "a".repeat(50) + "\nb").getMessage())
        .endsWith(" of \"http://h/" + "a".repeat(50) + "\\nb\"");
  }

  private static InvalidUri refusal(String text) {
    InvalidUri fault = catchThrowableOfType(InvalidUri.class, () -> Uri.of(text));
    assertThat(fault).as(text).isNotNull();
    return fault;
  }
}
