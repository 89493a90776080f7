package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ToCurlTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          curl|u                                     -> curl u
          curl|-sSLo|a file|u                        -> curl -s -S -L -o 'a file' u
          curl|--data-raw|it's|--compressed|u        -> curl --data-raw 'it'\\''s' --compressed u
          curl|--no-silent|--max-redirs|3|u          -> curl --no-silent --max-redirs 3 u
          curl|--tlsv1.2|--user|ada|--no-buffer|u    -> curl --tlsv1.2 --user ada --no-buffer u
          curl|--explain|--timings|u                 -> curl u
          curl|--url|-u|--|-v                        -> curl --url -u --url -v
          curl|-d||u                                 -> curl -d '' u
          u                                          -> curl -L --max-redirs 10 -b '' u
          -L|--max-redirs|-1|u                       -> curl -L --max-redirs -1 -b '' u
          --follow-redirects=false|--print_headers|u -> curl -b '' -i u
          --no-location|--print-body=false|u         -> curl -b '' -o /dev/null u
          --validate-cert=false|u                    -> curl -L --max-redirs 10 -b '' -k u
          """)
  void the_command_does_what_ours_does(String arguments, String command) throws CommandFailure {
    assertThat(of(arguments.split("[|]", -1))).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          -u|ada:s3cret|u                     -> -u ada:"${PASSWORD:?}" u
          -u|ada|u                            -> -u ada u
          --user|ada:s3cret|u                 -> --user ada:"${PASSWORD:?}" u
          -x|http://a:s3cret@p:1|u            -> -x http://a:"${PROXY_PASSWORD:?}"@p:1 u
          -U|a:s3cret|--proxy-user|b:s3cret|u -> -U a:"${PROXY_PASSWORD:?}" --proxy-user b:"${PROXY_PASSWORD:?}" u
          -E|f:s3cret|--pass|s3cret|u         -> -E f:"${KEY_PASSWORD:?}" --pass "${KEY_PASSWORD:?}" u
          --oauth2-bearer|s3cret|u            -> --oauth2-bearer "${TOKEN:?}" u
          -b|sid=s3cret|-b|file|u             -> -b "${COOKIES:?}" -b file u
          -H|Authorization: s3cret|u          -> -H 'Authorization: '"${AUTHORIZATION:?}" u
          -H|x-api-key:s3cret|u               -> -H 'x-api-key: '"${X_API_KEY:?}" u
          -H|Cookie:|-H|A: b|-H|@f|u          -> -H Cookie: -H 'A: b' -H @f u
          http://ada:s3cret@h:80/a@b:c        -> http://ada:"${PASSWORD:?}"@h:80/a@b:c
          ada:s3cret@h/                       -> ada:"${PASSWORD:?}"@h/
          http://ada@h/?a:b                   -> 'http://ada@h/?a:b'
          """)
  void a_secret_becomes_a_variable(String arguments, String command) throws CommandFailure {
    String[] split = ("curl|" + arguments).split("[|]", -1);
    assertThat(of(split)).isEqualTo("curl " + command).doesNotContain("s3cret");
  }

  @Test
  void secrets_are_shown_when_asked_for() throws CommandFailure {
    assertThat(of("curl", "-u", "ada:s3cret", "--show-secrets", "http://u:p@h/"))
        .isEqualTo("curl -u ada:s3cret http://u:p@h/");
  }

  private static String of(String... arguments) throws CommandFailure {
    return ToCurl.of(Arguments.parse(List.of(arguments)));
  }
}
