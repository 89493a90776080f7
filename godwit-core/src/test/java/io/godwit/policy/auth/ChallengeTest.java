package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChallengeTest {
  private static String read(String... values) {
    StringBuilder read = new StringBuilder();
    for (Challenge challenge : Challenge.parse(List.of(values))) {
      read.append(read.isEmpty() ? "" : " | ").append(challenge.scheme());
      challenge.token68().ifPresent(token -> read.append(" [").append(token).append(']'));
      challenge.parameters().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(p -> read.append(' ').append(p.getKey()).append('=').append(p.getValue()));
    }
    return read.toString();
  }

  /** One field value, and what is read: schemes, [opaque values], parameters by name. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          Basic                                        -> Basic
          Basic realm="a b"                            -> Basic realm=a b
          basic REALM="a"                              -> basic realm=a
          Basic realm=simple                           -> Basic realm=simple
          Negotiate                                    -> Negotiate
          Negotiate YII=                               -> Negotiate [YII=]
          Negotiate a-._~+/9Zz==                       -> Negotiate [a-._~+/9Zz==]
          Negotiate YII= , Basic realm="x"             -> Negotiate [YII=] | Basic realm=x
          Basic realm="a", Digest realm="b", nonce="c" -> Basic realm=a | Digest nonce=c realm=b
          Basic realm="a",Digest realm="b",nonce="c"   -> Basic realm=a | Digest nonce=c realm=b
          Digest realm="a, Basic realm=b", nonce="c"   -> Digest nonce=c realm=a, Basic realm=b
          Digest realm="a\\"b\\\\c", nonce="\\x"       -> Digest nonce=x realm=a"b\\c
          Basic   realm = "a"                          -> Basic realm=a
          Basic   realm  =  a  ,  charset  =  "UTF-8"  -> Basic charset=UTF-8 realm=a
          , , Basic realm="a", , , charset=x, ,        -> Basic charset=x realm=a
          ,Basic,,                                     -> Basic
          Basic , realm="a"                            -> Basic realm=a
          Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple" -> Newauth realm=apps title=Login to "apps" type=1 | Basic realm=simple
          Basic realm=""                               -> Basic realm=
          A realm=                                     -> A [realm=]
          A, B, C                                      -> A | B | C
          """)
  void challenges_and_their_parameters_are_told_apart(String value, String expected) {
    assertThat(read(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '`',
      textBlock =
          """
          Digest nonce=a/b, realm="r"                  -> Digest realm=r
          Digest realm="a" nonce="b", opaque="c"       -> Digest opaque=c
          Digest realm="a", @@@, nonce="b"             -> Digest nonce=b realm=a
          Digest realm="a", "x, Fake realm=b", nonce=c -> Digest nonce=c realm=a
          Digest realm="a", =x, nonce=c                -> Digest nonce=c realm=a
          Digest realm="a", stale:true, nonce=c        -> Digest nonce=c realm=a
          Digest realm="a", nonce="b                   -> Digest realm=a
          Digest realm="a", nonce="b\\                 -> Digest realm=a
          Digest @, realm="a"                          -> Digest realm=a
          Digest realm="a"x, nonce=c                   -> Digest nonce=c
          Digest realm="a", realm="b"                  -> Digest realm=a
          Digest realm ="a", n@me=x, Basic realm="b"   -> Digest realm=a | Basic realm=b
          Basic"x", Digest realm="a"                   -> Digest realm=a
          Negotiate a=b=, Basic realm="a"              -> Negotiate | Basic realm=a
          Negotiate =, Basic realm="a"                 -> Basic realm=a
          Negotiate a b, Basic realm="a"               -> Negotiate | Basic realm=a
          realm="a", Basic                             -> Basic
          """)
  void what_is_malformed_is_ignored_without_the_rest(String value, String expected) {
    assertThat(read(value)).isEqualTo(expected);
  }

  @Test
  void several_fields_are_one_list() {
    assertThat(read("Basic realm=\"a\"", "Digest realm=\"b\"", "nonce=\"c\""))
        .isEqualTo("Basic realm=a | Digest nonce=c realm=b");
    assertThat(read("Basic realm=\"a", "Digest realm=\"b\""))
        .as("quotes end with their field")
        .isEqualTo("Basic | Digest realm=b");
    assertThat(read()).isEmpty();
    assertThat(read("", " ", "\t,")).isEmpty();
  }

  @Test
  void tabs_are_blanks() {
    assertThat(read("Basic\trealm\t=\t\"a\"\t,\tNegotiate\tYQ==\t"))
        .isEqualTo("Basic realm=a | Negotiate [YQ==]");
  }

  @Test
  void each_role_has_fields_of_its_own() {
    Headers headers =
        Headers.of("WWW-Authenticate", "Basic realm=o", "Proxy-Authenticate", "Digest realm=p");
    assertThat(Challenge.of(headers, AuthRole.ORIGIN)).singleElement().matches(c -> c.is("basic"));
    assertThat(Challenge.of(headers, AuthRole.PROXY)).singleElement().matches(c -> c.is("DIGEST"));
  }

  @Test
  void parameters_are_found_in_any_case() {
    Challenge challenge = Challenge.parse(List.of("Digest NONCE=a")).getFirst();
    assertThat(challenge.parameter("nonce")).contains("a");
    assertThat(challenge.parameter("Nonce")).contains("a");
    assertThat(challenge.parameter("realm")).isEmpty();
    assertThat(challenge.is("Basic")).isFalse();
  }

  @Test
  void there_is_a_most_of_challenges_and_of_parameters() {
    List<Challenge> many = Challenge.parse(List.of("A, ".repeat(33) + "x=y"));
    assertThat(many).hasSize(Challenge.MOST);
    assertThat(many.getLast().parameters()).as("it belongs to one that is not kept").isEmpty();
    StringBuilder names = new StringBuilder("A ");
    for (int i = 0; i < 40; i++) {
      names.append("p").append(i).append("=v,");
    }
    assertThat(Challenge.parse(List.of(names.toString())).getFirst().parameters())
        .hasSize(Challenge.MOST_PARAMETERS)
        .containsKey("p31")
        .doesNotContainKey("p32");
  }

  @Test
  void its_text_shows_scheme_and_realm_and_no_more() {
    assertThat(Challenge.parse(List.of("Digest realm=\"a\", nonce=n")).getFirst())
        .hasToString("Digest for \"a\"");
    assertThat(Challenge.parse(List.of("Negotiate YII=")).getFirst()).hasToString("Negotiate");
  }

  @Test
  void what_follows_an_answer_is_a_list_of_parameters() {
    assertThat(ChallengeParser.parameters(List.of("nextnonce=\"a, b\", qop=auth", "RSPAUTH=\"c\"")))
        .containsOnly(
            Map.entry("nextnonce", "a, b"), Map.entry("qop", "auth"), Map.entry("rspauth", "c"));
    assertThat(ChallengeParser.parameters(List.of("a=b, Digest c=d"))).containsOnlyKeys("a");
    assertThat(ChallengeParser.parameters(List.of())).isEmpty();
  }

  @Test
  void a_challenge_is_immutable() {
    Map<String, String> parameters = new java.util.HashMap<>(Map.of("a", "b"));
    Challenge challenge = new Challenge("X", Optional.empty(), parameters);
    parameters.clear();
    assertThat(challenge.parameter("a")).contains("b");
  }
}
