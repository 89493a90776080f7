package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What curl's letters make of a request. */
final class SendingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'u', GET",
    "'-I u', HEAD",
    "'-d x u', POST",
    "'-d x -X PUT u', PUT",
    "'-I -X GET u', GET",
    "'-X PURGE u', PURGE",
    "'-T x u', PUT",
    "'-T x -X PATCH u', PATCH",
    "'-G -d x u', GET",
    "'-I -G -d x u', HEAD",
    "'--json {} u', POST",
  })
  void the_method_follows_from_the_options(String arguments, String method) throws CommandFailure {
    assertThat(of(arguments.split(" ")).method().name()).isEqualTo(method);
  }

  @Test
  void fields_are_set_emptied_repeated_and_left_out() throws CommandFailure {
    Sending sending =
        of("-H", "A: 1", "-H", "A:2", "-H", "Empty;", "-H", "Accept:", "-H", " B :  3 \t", "u");
    assertThat(sending.fields().all("A")).containsExactly("1", "2");
    assertThat(sending.fields().first("Empty")).contains("");
    assertThat(sending.fields().first("B")).contains("3");
    assertThat(sending.left().leavesOut("accept")).isTrue();
    assertThat(sending.left().leavesOut("User-Agent")).isFalse();
  }

  @Test
  void fields_come_from_a_file() throws CommandFailure, IOException {
    Path file = Files.writeString(folder.resolve("fields"), "A: 1\r\n\r\nB: 2\nC;\n");
    Headers fields = of("-H", "@" + file, "u").fields();
    assertThat(fields).isEqualTo(Headers.of("A", "1", "B", "2", "C", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no colon", "a b: 1", "A: one\r\nB: two", "A: \u0000", ": x", "Host:", "host: "})
  void a_field_that_is_not_allowed_is_refused(String line) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> of("-H", line, "u"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void the_agent_can_be_named_and_a_field_comes_before_it() throws CommandFailure {
    assertThat(of("-A", "me", "u").fields()).isEqualTo(Headers.of("User-Agent", "me"));
    assertThat(of("-A", "", "u").fields()).isEqualTo(Headers.empty());
    assertThat(of("-A", "me", "-H", "user-agent: you", "u").fields().all("User-Agent"))
        .containsExactly("you");
  }

  @Test
  void data_is_joined_and_is_a_form_unless_it_is_said_to_be_something_else()
      throws CommandFailure, IOException {
    Sending sending = of("-d", "a=1", "--data-raw", "@b", "u");
    assertThat(text(sending.body())).isEqualTo("a=1&@b");
    assertThat(sending.fields())
        .isEqualTo(Headers.of("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(of("-d", "{}", "-H", "content-type: application/json", "u").fields().size())
        .isEqualTo(1);
    assertThat(of("-d", "{}", "-H", "Content-Type:", "u").fields()).isEqualTo(Headers.empty());
  }

  @Test
  void a_file_loses_its_line_breaks_or_stays_as_it_is() throws CommandFailure, IOException {
    Path file = Files.writeString(folder.resolve("data"), "one\r\ntwo\n\u0000three");
    assertThat(text(of("-d", "@" + file, "u").body())).isEqualTo("onetwothree");
    assertThat(of("--data-binary", "@" + file, "u").body()).isEqualTo(Body.file(file));
    assertThat(text(of("--data-binary", "@" + file, "-d", "x", "u").body()))
        .isEqualTo("one\r\ntwo\n\u0000three&x");
  }

  @ParameterizedTest
  @CsvSource({
    "a b&c, a+b%26c",
    "'=a=b', a%3Db",
    "na%6De=x y/z, na%6De=x+y%2Fz",
    "a@b=c, a@b=c",
    "é~-._, %C3%A9~-._",
  })
  void data_is_percent_encoded(String data, String sent) throws CommandFailure, IOException {
    assertThat(text(of("--data-urlencode", data, "u").body())).isEqualTo(sent);
  }

  @Test
  void a_file_is_percent_encoded_under_a_name() throws CommandFailure, IOException {
    Path file = Files.writeString(folder.resolve("data"), "1 2\n");
    assertThat(
            text(of("--data-urlencode", "n@" + file, "--data-urlencode", "@" + file, "u").body()))
        .isEqualTo("n=1+2%0A&1+2%0A");
  }

  @Test
  void data_goes_into_the_query_before_the_fragment() throws CommandFailure {
    Sending get = of("-G", "-d", "a=1", "-d", "b", "--url-query", "c=x y", "--url-query", "+d=%20");
    assertThat(get.withQuery("http://h/p")).isEqualTo("http://h/p?a=1&b&c=x+y&d=%20");
    assertThat(get.withQuery("http://h/p?z#f?")).isEqualTo("http://h/p?z&a=1&b&c=x+y&d=%20#f?");
    assertThat(get.body()).isEqualTo(Body.empty());
    assertThat(get.fields()).isEqualTo(Headers.empty());
    Sending post = of("-d", "a=1", "--url-query", "b=2");
    assertThat(post.withQuery("http://h")).isEqualTo("http://h?b=2");
    assertThat(post.method().name()).isEqualTo("POST");
  }

  @Test
  void json_is_put_together_and_asked_for() throws CommandFailure, IOException {
    Sending sending = of("--json", "{\"a\":", "--json", "1}", "u");
    assertThat(text(sending.body())).isEqualTo("{\"a\":1}");
    assertThat(sending.fields())
        .isEqualTo(Headers.of("Content-Type", "application/json", "Accept", "application/json"));
    assertThat(of("--json", "1", "-H", "Accept: text/x", "u").fields().all("Accept"))
        .containsExactly("text/x");
  }

  @Test
  void ranges_referers_and_conditions_are_fields() throws CommandFailure {
    assertThat(of("-r", "0-9", "-e", "http://r/", "u").fields())
        .isEqualTo(Headers.of("Referer", "http://r/", "Range", "bytes=0-9"));
    assertThat(of("-r", "5", "u").fields()).isEqualTo(Headers.of("Range", "bytes=5-"));
    assertThat(of("-z", "Mon, 01 Jan 2024 00:00:00 GMT", "u").fields())
        .isEqualTo(Headers.of("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"));
    assertThat(of("-z", "-2024-01-01", "u").fields())
        .isEqualTo(Headers.of("If-Unmodified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"));
    assertThat(of("-z", "2024-01-01T01:00:00+01:00", "u").fields())
        .isEqualTo(Headers.of("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"));
  }

  @Test
  void a_condition_takes_the_date_of_a_file() throws CommandFailure, IOException {
    Path file = Files.writeString(folder.resolve("data"), "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-01-01T00:00:00Z")));
    assertThat(of("-z", file.toString(), "u").fields())
        .isEqualTo(Headers.of("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"));
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> of("-z", "yesterday", "u"))
        .withMessage("option -z is a date or a file, not 'yesterday'");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, dir/a b.txt, http://h/a%20b.txt",
    "http://h/, f, http://h/f",
    "http://h/d/?q=/, f, http://h/d/f?q=/",
    "h, f, h/f",
    "http://h/x, f, http://h/x",
    "http://h/, -, http://h/",
  })
  void an_upload_gives_its_name_to_a_folder(String url, String file, String at) {
    assertThat(new Upload(file).at(url)).isEqualTo(at);
  }

  @Test
  void data_comes_from_standard_input() throws CommandFailure, IOException {
    InputStream in = new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8));
    Options options = Arguments.parse(List.of("-d", "@-", "u"));
    assertThat(text(Sending.of(options, in).body())).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-d", "--data-binary", "--data-urlencode", "--json", "-H"})
  void a_file_that_cannot_be_read_is_a_failure_of_its_own(String option) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> of(option, "@" + folder.resolve("none"), "u"))
        .withMessage("cannot read " + folder.resolve("none") + ": no such file")
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.READ));
  }

  @ParameterizedTest
  @CsvSource({
    "'-I -d x u', -I sends HEAD and -d sends POST: only one of them is possible",
    "'-I -T x u', -T sends PUT: not possible together with -I",
    "'-d x -T x u', -T sends PUT: not possible together with -d",
    "'-X CONNECT u', CONNECT is for proxies and no method to ask for",
    "'-X a/b u', 'method \"a/b\" is not a token'",
    "'-H Host: u', a request without Host is not HTTP",
  })
  void what_contradicts_itself_is_refused(String arguments, String text) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> of(arguments.split(" ")))
        .withMessage(text);
  }

  private static Sending of(String... arguments) throws CommandFailure {
    return Sending.of(Arguments.parse(List.of(arguments)), InputStream.nullInputStream());
  }

  private static String text(Body body) throws IOException {
    return body.text(1000);
  }
}
