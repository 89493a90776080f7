package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetrcTest {
  private static final AuthRun RUN = new AuthRun();

  /** Name and password with a colon between; "none" for no login. */
  private static String shown(Optional<Login> login) {
    return login
        .map(l -> RUN.flow(l.preemptive(true)).begin(AuthRun.get("http://a/"), AuthRun.NOW))
        .map(step -> Base64.getDecoder().decode(RUN.shown(step).substring(6)))
        .map(octets -> new String(octets, StandardCharsets.UTF_8))
        .orElse("none");
  }

  /** A text, with | for line feeds, and what host a gets. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          machine a login l password p                              -> l:p
          machine a password p login l                              -> l:p
          machine a|login l|password p                              -> l:p
          |  machine  a |  login   l|  password p                   -> l:p
          machine a login l                                         -> l:
          machine a password p                                      -> :p
          machine a                                                 -> none
          machine a account x login l account y password p          -> l:p
          MACHINE a Login l PASSWORD p                              -> l:p
          machine b login x password y machine a login l password p -> l:p
          machine b login x password y                              -> none
          machine a login l password p machine a login m password q -> l:p
          machine a default login d password e                      -> none
          machine b login l password p default login d password e   -> d:e
          default login d password e machine a login l password p   -> l:p
          default login d password e default login f password g     -> d:e
          machine a login l login m password p password q           -> m:q
          machine a port 21 login l password p                      -> l:p
          login x password y machine a login l password p           -> l:p
          machine a login login password password                   -> login:password
          machine a login machine password default                  -> machine:default
          machine a login "l m" password "p q"                      -> l m:p q
          machine a login l password "p\\"q\\\\r"                   -> l:p"q\\r
          machine a login l password p"q                            -> l:p"q
          machine a login l password p\\q                           -> l:p\\q
          machine a login l password ""                             -> l:
          machine a login l password #p                             -> l:#p
          machine a login l password p # machine a login x          -> l:p
          `# machine a login x|machine a login l password p`        -> l:p
          `  # x|  #|machine a login l`                             -> l:
          macdef machine|machine a login x||machine a login l       -> l:
          machine a # login x|login l|# password x|password p       -> l:p
          machine a login l password p#q                            -> l:p#q
          machine a login l password p|macdef m|machine b||machine c -> l:p
          macdef m|machine a login x password y||machine a login l  -> l:
          macdef m|machine a login x password y                     -> none
          machine b macdef m|login x||machine a login l             -> l:
          machine A login l password p                              -> l:p
          machine a.example login l password p                      -> none
          machine b login x password machine a login l              -> none
          nonsense                                                  -> none
          ``                                                        -> none
          """)
  void entries_are_found_by_host(String text, String login) {
    Netrc netrc = Netrc.parse(text.replace('|', '\n'));
    assertThat(shown(netrc.find("a"))).isEqualTo(login);
    assertThat(netrc.problems()).isEmpty();
    assertThat(shown(Netrc.parse(text.replace("|", "\r\n")).find("a")))
        .as("with the line ends of Windows")
        .isEqualTo(login);
  }

  /** A text, with | for line feeds, what host a gets, and the problem. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          machine a login l password "p                             -> 1 has no password where one is announced
          machine a login "l|password p                             -> 1 has no login where one is announced
          |machine a login l password                               -> 2 has no password where one is announced
          machine a login                                           -> 1 has no login where one is announced
          machine a login l password "p\\nq"                        -> 1 cannot be used: the password has a control character at 1
          machine a login "l\\tm" password p                        -> 1 cannot be used: the name has a control character at 1
          machine a login l:m password p                            -> 1 cannot be used: a name with a colon cannot be told from its password
          `# x|macdef m|y|||machine a login l password "p\\r"`      -> 6 cannot be used: the password has a control character at 1
          machine a login l password "p\\                           -> 1 has no password where one is announced
          machine a login l password "p|machine a login m password q -> 1 has no password where one is announced
          machine a password "p login l|default login d password e  -> 1 has no password where one is announced
          """)
  void an_entry_that_is_malformed_gives_nothing_not_even_the_default(String text, String problem) {
    Netrc netrc = Netrc.parse(text.replace('|', '\n'));
    assertThat(shown(netrc.find("a"))).isEqualTo("none");
    assertThat(netrc.problems()).containsExactly("the entry in line " + problem);
  }

  @Test
  void after_a_malformed_entry_the_next_one_counts() {
    Netrc netrc = Netrc.parse("machine a login l password \"p\nmachine b login m password q");
    assertThat(shown(netrc.find("b"))).isEqualTo("m:q");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:80",
        "http://a/",
        "a/",
        "u@a",
        "a?",
        "a#",
        "a\\",
        "\"\"",
        "\"a",
        "[::1]:80",
        "a..b"
      })
  void what_is_no_host_is_no_machine(String machine) {
    Netrc netrc = Netrc.parse("machine " + machine + "\nlogin l password p");
    assertThat(netrc.problems()).containsExactly("the entry in line 1 names no host");
    assertThat(shown(netrc.find("a"))).isEqualTo("none");
    assertThat(shown(netrc.find(""))).isEqualTo("none");
    assertThat(Netrc.parse("machine").problems())
        .containsExactly("the entry in line 1 names no host");
  }

  @ParameterizedTest
  @CsvSource({
    "EXAMPLE.org,example.org",
    "::1,::1",
    "[0::1],::1",
    "127.0.0.1,127.0.0.1",
    "b\u00fccher.example,xn--bcher-kva.example"
  })
  void hosts_are_compared_in_canonical_form(String machine, String host) {
    Netrc netrc = Netrc.parse("machine " + machine + " login l password p");
    assertThat(shown(netrc.find(host))).isEqualTo("l:p");
    assertThat(shown(netrc.machine(host))).isEqualTo("l:p");
  }

  @Test
  void the_default_is_no_entry_of_a_host() {
    Netrc netrc = Netrc.parse("default login d password e");
    assertThat(shown(netrc.find("x"))).isEqualTo("d:e");
    assertThat(shown(netrc.machine("x"))).isEqualTo("none");
  }

  @Test
  void a_byte_order_mark_is_no_word() {
    assertThat(shown(Netrc.parse("\uFEFFmachine a login l").find("a"))).isEqualTo("l:");
  }

  @Test
  void text_that_is_too_long_is_read_up_to_a_point_and_what_is_cut_counts_for_nothing() {
    String entry = "machine a login l password p\nmachine b login m password ";
    String text = entry + "q".repeat(Netrc.MOST_CHARACTERS - entry.length());
    assertThat(Netrc.parse(text).problems()).isEmpty();
    assertThat(shown(Netrc.parse(text).find("b"))).hasSize(text.length() - entry.length() + 2);
    Netrc cut = Netrc.parse(text + "q");
    assertThat(shown(cut.find("a"))).isEqualTo("l:p");
    assertThat(shown(cut.find("b"))).isEqualTo("none");
    assertThat(cut.problems())
        .containsExactly("the entry in line 2 stands where the text is cut off");
    String comment = "#".repeat(Netrc.MOST_CHARACTERS) + "\nmachine a login l";
    assertThat(shown(Netrc.parse(comment).find("a"))).isEqualTo("none");
  }

  @Test
  void there_is_a_most_of_problems() {
    assertThat(Netrc.parse("machine a: ".repeat(40)).problems()).hasSize(32);
  }

  @Test
  void nothing_shows_the_secrets() {
    Netrc netrc = Netrc.parse("machine a login ada password s3cret default login x");
    assertThat(netrc).hasToString("netrc for 1 hosts and others");
    assertThat(Netrc.parse("machine a login ada")).hasToString("netrc for 1 hosts");
    assertThat(Netrc.parse("machine a login \"s3cret\\n\"").problems().getFirst())
        .doesNotContain("s3cret");
  }
}
