package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
  @Test
  void nothing_is_asked_for_but_the_content_of_the_urls_in_their_order() throws CommandFailure {
    Options options = parse("b", "a", "b");
    assertThat(options.urls).containsExactly("b", "a", "b");
    assertThat(options.printing.body).isTrue();
    assertThat(options.printing.headers).isFalse();
    assertThat(options.printing.saysErrors()).isTrue();
    assertThat(options.security.validates()).isTrue();
    assertThat(options.following.follows()).isTrue();
    assertThat(options.following.limit()).isEqualTo(10);
    assertThat(options.outputs.output(0)).isEqualTo(new Output.Standard());
  }

  @Test
  void curl_in_front_brings_curls_defaults() throws CommandFailure {
    Options options = parse("curl", "a");
    assertThat(options.urls).containsExactly("a");
    assertThat(options.manner).isEqualTo(Manner.CURL);
    assertThat(options.following.follows()).isFalse();
    assertThat(options.following.limit()).isEqualTo(50);
    assertThat(parse("curl", "-L", "--max-redirs", "-1", "a").following.limit())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(parse("a", "curl").urls).containsExactly("a", "curl");
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
    "--no-print-headers, false",
    "-i, true",
    "--include, true",
  })
  void header_fields_are_printed_as_either_program_has_it(String option, boolean printed)
      throws CommandFailure {
    Options options = parse(option, "url");
    assertThat(options.printing.headers).isEqualTo(printed);
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
    assertThat(parse(option, "url").printing.body).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-k", "--insecure", "--validate-cert=false", "--validate_cert=false", "-sk"})
  void certificates_can_go_unchecked(String option) throws CommandFailure {
    assertThat(parse(option, "url").security.validates()).isFalse();
  }

  @Test
  void letters_can_stand_together_with_the_value_of_the_last_attached() throws CommandFailure {
    Options options = parse("-sSifm2", "-vofile", "url", "-sSLo", "other");
    assertThat(options.printing.silent).isTrue();
    assertThat(options.printing.saysErrors()).isTrue();
    assertThat(options.printing.headers).isTrue();
    assertThat(options.endurance.failOnStatus).isTrue();
    assertThat(options.endurance.maxTime).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.printing.verbose).isTrue();
    assertThat(options.outputs.output(0)).isEqualTo(new Output.Named(Path.of("file")));
    assertThat(options.outputs.output(1)).isEqualTo(new Output.Named(Path.of("other")));
    assertThat(options.urls).containsExactly("url");
  }

  @Test
  void every_flag_can_be_taken_back() throws CommandFailure {
    assertThat(parse("-s", "--no-silent", "u").printing.silent).isFalse();
    assertThat(parse("--no-location", "u").following.follows()).isFalse();
    assertThat(parse("-k", "--no-insecure", "u").security.validates()).isTrue();
    assertThat(parse("--no-progress-meter", "u").printing.showsProgress()).isFalse();
    assertThat(parse("--no-buffer", "u").urls).containsExactly("u");
  }

  @Test
  void options_may_follow_the_urls_and_end_at_two_hyphens() throws CommandFailure {
    Options options = parse("one", "-I", "--url", "two", "--", "-three");
    assertThat(options.urls).containsExactly("one", "two", "-three");
    assertThat(options.asking.head).isTrue();
  }

  @Test
  void each_output_belongs_to_the_url_of_its_number() throws CommandFailure {
    Outputs outputs = parse("-o", "a", "-O", "-o", "-", "u1", "u2", "u3", "u4").outputs;
    assertThat(List.of(outputs.output(0), outputs.output(1), outputs.output(2), outputs.output(3)))
        .containsExactly(
            new Output.Named(Path.of("a")),
            new Output.Remote(),
            new Output.Standard(),
            new Output.Standard());
    assertThat(parse("-o", "a", "--remote-name-all", "u").outputs.output(1))
        .isEqualTo(new Output.Remote());
  }

  @Test
  void a_value_may_look_like_an_option_and_an_at_sign_is_no_file_of_arguments()
      throws CommandFailure {
    Options options = parse("-d", "-x", "--data", "--y", "-d@z", "-C", "-", "@u");
    assertThat(options.outputs.resume).isEqualTo("-");
    assertThat(options.urls).containsExactly("@u");
    assertThat(options.given)
        .extracting(Options.Given::value)
        .containsExactly("-x", "--y", "@z", "-");
  }

  @ParameterizedTest
  @CsvSource({"1, 1000000000", "2.5, 2500000000", ".001, 1000000", "1e-12, 1", "1e2, 100000000000"})
  void a_time_is_in_seconds_with_decimals(String text, long nanos) throws CommandFailure {
    assertThat(parse("-m", text, "u").endurance.maxTime).isEqualTo(Duration.ofNanos(nanos));
    assertThat(parse("--retry-delay", text, "u").endurance.retryDelay)
        .isEqualTo(Duration.ofNanos(nanos));
  }

  @Test
  void a_time_of_zero_is_no_limit_and_the_last_one_counts() throws CommandFailure {
    assertThat(parse("-m", "3", "-m", "0", "u").endurance.maxTime).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'--no-such u', unknown option: '--no-such'",
    "'-sB u', unknown option: '-B'",
    "'- u', unknown option: '-'",
    "'--no-output u', unknown option: '--no-output'",
    "'--http2 u', unknown option: '--http2'",
    "'-m x u', 'option -m is a number of seconds, not ''x'''",
    "'-m -1 u', 'option -m is a number of seconds, not ''-1'''",
    "'-m 1e99 u', 'option -m is a number of seconds, not ''1e99'''",
    "'--retry x u', 'option --retry is a number, not ''x'''",
    "'--max-redirs -2 u', 'option --max-redirs is a number, not ''-2'''",
    "'-C 1k u', 'option -C is a number of bytes or ''-'', not ''1k'''",
    "'-e x;auto u', 'option -e does not know '';auto'''",
    "'u -o', option -o needs a value",
    "'u --output', option --output needs a value",
    "'--print-body=maybe u', 'option --print-body is true or false, not ''maybe'''",
    "'--head=true u', option --head takes no value",
  })
  void what_cannot_be_understood_is_said_in_one_line(String arguments, String text) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> parse(arguments.split(" ")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
        .withMessage(text);
  }

  @Test
  void the_help_is_in_groups_and_names_every_option_of_which_no_two_are_alike() {
    String help = Help.text();
    Set<String> names = new HashSet<>();
    for (OptionGroup group : new Options(Manner.OWN).groups()) {
      assertThat(help).contains("\n" + group.heading() + "\n");
      for (Option option : group.options()) {
        for (String name : option.names()) {
          assertThat(names.add(name)).as(name).isTrue();
          assertThat(help).containsPattern("(?m)[ ,]" + name + "[ =,\\[\n]");
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(100).contains("-L", "--json", "--to-curl");
    assertThat(help).contains("godwit demo", "godwit curl", "%{http_code}", "exit code");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  private static Options parse(String... arguments) throws CommandFailure {
    return Arguments.parse(List.of(arguments));
  }
}
