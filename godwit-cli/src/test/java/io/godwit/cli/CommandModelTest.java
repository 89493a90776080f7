package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandModelTest {
  @Test
  void nothing_is_asked_for_but_the_content_of_the_urls_in_their_order() throws CommandFailure {
    Options options = parse("b", "a", "b");
    assertThat(options.urls).containsExactly("b", "a", "b");
    assertThat(options.printBody).isTrue();
    assertThat(options.printHeaders).isFalse();
    assertThat(options.validateCertificate).isTrue();
    assertThat(options.output(0)).isEqualTo(new Output.Standard());
    assertThat(options.saysErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--print-headers, true",
    "--print_headers, true",
    "--print-headers=true, true",
    "--print_headers=true, true",
    "--print_headers=1, true",
    "--print-headers=false, false",
    "--print_headers=False, false",
    "-i, true",
    "--include, true",
  })
  void header_fields_are_printed_as_either_program_has_it(String option, boolean printed)
      throws CommandFailure {
    Options options = parse(option, "url");
    assertThat(options.printHeaders).isEqualTo(printed);
    assertThat(options.urls).containsExactly("url");
  }

  @ParameterizedTest
  @CsvSource({
    "--print-body=false, false",
    "--print_body=false, false",
    "--print_body=true, true",
    "--print-body, true",
  })
  void the_content_can_be_left_out(String option, boolean printed) throws CommandFailure {
    assertThat(parse(option, "url").printBody).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-k", "--insecure", "--validate-cert=false", "--validate_cert=false", "-sk"})
  void certificates_can_go_unchecked(String option) throws CommandFailure {
    assertThat(parse(option, "url").validateCertificate).isFalse();
  }

  @Test
  void letters_can_stand_together_with_the_value_of_the_last_attached() throws CommandFailure {
    Options options = parse("-sSifXPUT", "-vofile", "url");
    assertThat(options.silent).isTrue();
    assertThat(options.showError).isTrue();
    assertThat(options.printHeaders).isTrue();
    assertThat(options.failOnStatus).isTrue();
    assertThat(options.method).isEqualTo("PUT");
    assertThat(options.verbose).isTrue();
    assertThat(options.output(0)).isEqualTo(new Output.Named(Path.of("file")));
  }

  @Test
  void options_may_follow_the_urls_and_end_at_two_hyphens() throws CommandFailure {
    Options options = parse("one", "-I", "--", "-two");
    assertThat(options.urls).containsExactly("one", "-two");
    assertThat(options.head).isTrue();
  }

  @Test
  void each_output_belongs_to_the_url_of_its_number() throws CommandFailure {
    Options options = parse("-o", "a", "-O", "-o", "-", "u1", "u2", "u3", "u4");
    assertThat(List.of(options.output(0), options.output(1), options.output(2), options.output(3)))
        .containsExactly(
            new Output.Named(Path.of("a")),
            new Output.Remote(),
            new Output.Standard(),
            new Output.Standard());
  }

  @Test
  void data_and_fields_keep_their_order_and_an_at_sign_is_no_file_of_arguments()
      throws CommandFailure {
    Options options =
        parse("-d", "a=1", "--data-raw", "@b", "--data-binary", "@c", "-d@d", "-H", "@e", "u");
    assertThat(options.data)
        .containsExactly(
            new DataPart.Text("a=1"),
            new DataPart.Text("@b"),
            new DataPart.FromFile("c", false),
            new DataPart.FromFile("d", true));
    assertThat(options.headerLines).containsExactly("@e");
  }

  @Test
  void a_value_may_look_like_an_option_and_the_last_one_counts() throws CommandFailure {
    Options options = parse("-A", "-x", "-A", "--y", "-X", "PUT", "-X", "GET", "u");
    assertThat(options.agent).isEqualTo("--y");
    assertThat(options.method).isEqualTo("GET");
  }

  @ParameterizedTest
  @CsvSource({"1, 1000000000", "2.5, 2500000000", ".001, 1000000", "1e-12, 1", "1e2, 100000000000"})
  void a_time_is_in_seconds_with_decimals(String text, long nanos) throws CommandFailure {
    assertThat(parse("-m", text, "u").maxTime).isEqualTo(Duration.ofNanos(nanos));
    assertThat(parse("--connect-timeout", text, "u").connectTimeout)
        .isEqualTo(Duration.ofNanos(nanos));
  }

  @Test
  void a_time_of_zero_is_no_limit() throws CommandFailure {
    assertThat(parse("-m", "3", "-m", "0", "u").maxTime).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'--no-such u', unknown option: '--no-such'",
    "'-m x u', 'option -m is a number of seconds, not ''x'''",
    "'-m -1 u', 'option -m is a number of seconds, not ''-1'''",
    "'-m 1e99 u', 'option -m is a number of seconds, not ''1e99'''",
    "'u -o', option -o needs a value",
    "'--print-body=maybe u', 'option --print-body is true or false, not ''maybe'''",
    "'--head=true u', option -I takes no value",
  })
  void what_cannot_be_understood_is_said_in_one_line(String arguments, String text) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> parse(arguments.split(" ")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
        .withMessage(text);
  }

  @Test
  void the_help_is_in_groups_and_names_every_option() {
    String help = CommandModel.help();
    assertThat(help)
        .contains("What is printed", "What is sent", "What is a failure", "About the command")
        .contains("godwit demo", "exit code");
    for (String option :
        List.of(
            "-i", "-I", "-v", "-s", "-S", "-o", "-O", "-X", "-H", "-d", "-u", "-A", "-m", "-k")) {
      assertThat(help).contains("  " + option + ", --");
    }
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  private static Options parse(String... arguments) throws CommandFailure {
    return CommandModel.parse(List.of(arguments));
  }
}
