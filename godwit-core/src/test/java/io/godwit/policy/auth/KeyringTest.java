package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Uri;
import io.godwit.tests.Row;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyringTest {
  private static final AuthRun RUN = new AuthRun();

  private static String shown(CallKeys keys, String uri) {
    return keys.find(Uri.of(uri).origin())
        .map(found -> RUN.shown(RUN.flow(found).begin(AuthRun.get(uri), AuthRun.NOW)))
        .map(KeyringTest::decoded)
        .orElse("none");
  }

  private static String decoded(String value) {
    return value.startsWith("Basic ")
        ? new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8)
        : value;
  }

  private static CallKeys keys(Keyring keyring, String uri, Credentials... own) {
    return keyring.forCall(Uri.of(uri), own.length == 0 ? Optional.empty() : Optional.of(own[0]));
  }

  private static Keyring keyring(String uri, Credentials credentials) {
    return Keyring.empty().with(Uri.of(uri).origin(), credentials);
  }

  /** Where a call that begins at https://a.example leads, and what is shown there. */
  @ParameterizedTest
  @CsvSource({
    "https://a.example/, Bearer own",
    "https://a.example:443/x, Bearer own",
    "https://a.example:8443/, none",
    "http://a.example/, none",
    "http://a.example:443/, none",
    "https://sub.a.example/, none",
    "https://example/, none",
    "https://b.example/, Bearer b",
    "http://b.example/, none",
    "https://b.example:444/, none"
  })
  void credentials_are_shown_to_their_own_origin_and_no_other(String uri, String shown) {
    Keyring keyring = keyring("https://b.example/", Bearer.of("b"));
    assertThat(shown(keys(keyring, "https://a.example/", Bearer.of("own")), uri)).isEqualTo(shown);
  }

  @Row({"T19", "Z24"})
  @Test
  void the_user_information_of_a_uri_wins_over_all_others() {
    Keyring keyring =
        keyring("https://a.example/", Bearer.of("client"))
            .withNetrc(Netrc.parse("machine a.example login l password p"));
    String plain = "https://a.example/";
    String named = "https://ada:s3cret@a.example/";
    assertThat(shown(keys(keyring, named, Bearer.of("own")), plain)).isEqualTo("ada:s3cret");
    assertThat(shown(keys(keyring, plain, Bearer.of("own")), plain)).isEqualTo("Bearer own");
    assertThat(shown(keys(keyring, plain), plain)).isEqualTo("Bearer client");
    Keyring netrc = Keyring.empty().withNetrc(Netrc.parse("machine a.example login l password p"));
    assertThat(shown(keys(netrc, plain), plain)).isEqualTo("l:p");
    assertThat(shown(keys(netrc, plain, Bearer.of("own")), plain)).isEqualTo("Bearer own");
    assertThat(shown(keys(Keyring.empty(), named), "https://b.example/")).isEqualTo("none");
  }

  @Row({"T19", "Z24"})
  @ParameterizedTest
  @CsvSource({
    "ada:s3cret, ada:s3cret",
    "ada, ada:",
    "ada:, ada:",
    ":s3cret, :s3cret",
    "ada:a:b, ada:a:b",
    "a%40b:c%2Fd%25, a@b:c/d%",
    "ada:p+q, ada:p+q",
    "J%C3%A4:%F0%9F%94%91, J\u00e4:\uD83D\uDD11",
    "Ja%CC%88, J\u00e4:",
    "\u00fc:x, \u00fc:x"
  })
  void user_information_is_decoded_and_may_lack_a_password(String userInfo, String shown) {
    String uri = "http://" + userInfo + "@[::1]:8080/";
    assertThat(shown(keys(Keyring.empty(), uri), "http://[::1]:8080/")).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%E4:x", "a%0Ab:x", "a:%00", "a%3Ab:c", "%C3:x"})
  void user_information_that_cannot_be_sent_is_refused_and_not_shown(String userInfo) {
    assertThatThrownBy(() -> keys(Keyring.empty(), "http://" + userInfo + "@a.example/"))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageNotContaining(userInfo);
  }

  /**
   * CVE-2026-3783, CVE-2022-27774, CVE-2022-27776 (curl): the entry of a host is for the origin
   * that was called, and after a redirect only for the host's own https.
   */
  @ParameterizedTest
  @CsvSource({
    "http://a.example/, http://a.example/, asked",
    "http://a.example:8080/, http://a.example:8080/, asked",
    "https://a.example/, https://a.example/, l:p",
    "https://a.example:8443/, https://a.example:8443/, l:p",
    "https://a.example/, https://a.example:8443/, none",
    "https://a.example/, http://a.example/, none",
    "https://a.example/, http://a.example:443/, none",
    "http://a.example/, https://a.example/, l:p",
    "https://b.example/, https://a.example/, l:p",
    "https://b.example/, http://a.example/, none",
    "https://b.example/, https://b.example/, d:e",
    "https://b.example/, https://c.example/, none",
    "https://a.example/, https://sub.a.example/, none"
  })
  void netrc_is_for_the_first_origin_and_for_https_of_hosts_with_an_entry(
      String first, String then, String shown) {
    Keyring keyring =
        Keyring.empty()
            .withNetrc(
                Netrc.parse("machine a.example login l password p default login d password e"));
    assertThat(shown(keys(keyring, first), then)).isEqualTo(shown.replace("asked", ""));
  }

  /**
   * CVE-2024-47081 (requests): the host is that of the parsed URI, whatever its authority looks
   * like.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example:x@evil.example/",
        "https://a.example%3A@evil.example/",
        "https://a.example@evil.example/",
        "https://evil.example/?@a.example/",
        "https://evil.example/a.example:",
        "https://evil.example/#@a.example/"
      })
  void the_host_for_netrc_is_the_parsed_one(String uri) {
    Keyring keyring =
        Keyring.empty().withNetrc(Netrc.parse("machine a.example login l password p"));
    CallKeys keys;
    try {
      keys = keys(keyring, uri);
    } catch (InvalidMessage e) {
      return; // a name with a colon: nothing is sent at all
    }
    assertThat(shown(keys, "https://evil.example/")).isNotEqualTo("l:p");
  }

  @Test
  void a_call_that_the_client_itself_begins_by_https_keeps_what_it_was_given() {
    Keyring keyring = keyring("http://a.example/", Bearer.of("client"));
    Uri secure = Uri.of("https://a.example/");
    for (Credentials[] own : new Credentials[][] {{}, {Bearer.of("own")}}) {
      CallKeys keys = keys(keyring, "http://a.example/", own).begunAt(secure.origin());
      String expected = own.length == 0 ? "Bearer client" : "Bearer own";
      assertThat(shown(keys, "https://a.example/")).isEqualTo(expected);
      assertThat(shown(keys, "http://a.example/"))
          .as("bound there by the client")
          .isEqualTo("Bearer client");
      assertThat(shown(keys, "https://a.example:444/")).isEqualTo("none");
    }
    CallKeys named = keys(Keyring.empty(), "http://u:p@a.example/").begunAt(secure.origin());
    assertThat(shown(named, "https://a.example/")).isEqualTo("u:p");
    assertThat(shown(named, "http://a.example/")).isEqualTo("none");
    assertThat(named.begunAt(secure.origin())).isSameAs(named);
  }

  @Test
  void what_is_for_the_first_origin_goes_everywhere_only_where_that_is_asked_for() {
    Keyring keyring = keyring("https://b.example/", Bearer.of("b"));
    CallKeys bound = keys(keyring, "https://a.example/", Bearer.of("own"));
    assertThat(shown(bound, "http://c.example/")).isEqualTo("none");
    CallKeys keys = bound.everywhere();
    assertThat(shown(keys, "http://c.example/")).isEqualTo("Bearer own");
    assertThat(shown(keys, "https://b.example/")).isEqualTo("Bearer own");
    assertThat(shown(keys.begunAt(Uri.of("https://d.example/").origin()), "http://c.example/"))
        .isEqualTo("Bearer own");
    assertThat(shown(keys(keyring, "https://a.example/").everywhere(), "https://b.example/"))
        .isEqualTo("Bearer b");
  }

  @Test
  void a_keyring_is_immutable_and_shows_no_secret() {
    Keyring one = keyring("https://a.example/", Bearer.of("s3cret"));
    Keyring two = one.with(Uri.of("https://a.example/").origin(), Bearer.of("other"));
    assertThat(shown(keys(one, "https://a.example/"), "https://a.example/"))
        .isEqualTo("Bearer s3cret");
    assertThat(shown(keys(two, "https://a.example/"), "https://a.example/"))
        .isEqualTo("Bearer other");
    assertThat(one).hasToString("keyring for 1 origins");
    assertThat(one.withNetrc(Netrc.parse("")))
        .hasToString("keyring for 1 origins, and netrc for 0 hosts");
    assertThat(keys(one, "https://u:s3cret@a.example/"))
        .hasToString("keys of a call to https://a.example");
  }

  @Test
  void a_call_without_credentials_costs_nothing() {
    assertThat(keys(Keyring.empty(), "https://a.example/")).isSameAs(CallKeys.none());
    assertThat(CallKeys.none().find(Uri.of("https://a.example/").origin())).isEmpty();
    assertThat(CallKeys.none().isNone()).isTrue();
    assertThat(keys(Keyring.empty(), "https://u@a.example/").isNone()).isFalse();
    assertThat(keys(Keyring.empty().withNetrc(Netrc.parse("")), "https://a.example/").isNone())
        .isFalse();
  }
}
