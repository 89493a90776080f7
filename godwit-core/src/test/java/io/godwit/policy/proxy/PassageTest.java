package io.godwit.policy.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import io.godwit.policy.dial.Passage.Step;
import io.godwit.policy.given.Cell;
import io.godwit.tests.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to proxies, byte by byte and round by round. */
class PassageTest {
  private static final Goal NAMED = Goal.of("a.example", 443, true);
  private static final Step THROUGH = new Step.Through();

  private final MemoryCell memory = new MemoryCell();

  private static final class MemoryCell implements Cell<AuthMemory> {
    private AuthMemory value = AuthMemory.empty();

    @Override
    public AuthMemory value() {
      return value;
    }

    @Override
    public AuthMemory update(UnaryOperator<AuthMemory> change) {
      value = change.apply(value);
      return value;
    }
  }

  private Passage to(String proxy, Goal goal) {
    return Passages.tunnel(
            Proxy.of(proxy), goal, Headers.of("User-Agent", "godwit"), memory, bytes -> {})
        .passage()
        .orElseThrow();
  }

  private static Step talk(String hex, int answer) {
    return new Step.Talk(bytes(hex), answer);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static HttpFailure.Proxy refusal(Step step) {
    assertThat(step).isInstanceOf(Step.Refuse.class);
    HttpFailure failure = ((Step.Refuse) step).failure();
    assertThat(failure).isInstanceOf(HttpFailure.Proxy.class);
    return (HttpFailure.Proxy) failure;
  }

  @Test
  void socks_5_hands_the_name_over_and_reads_not_a_byte_too_many() {
    Passage passage = to("socks5://p.example", NAMED);
    assertThat(passage.begin()).isEqualTo(talk("05 01 00", 2));
    assertThat(passage.received(bytes("05 00")))
        .isEqualTo(talk("05 01 00 03 09 61 2e 65 78 61 6d 70 6c 65 01 bb", 5));
    assertThat(passage.received(bytes("05 00 00 01 7f"))).isEqualTo(talk("", 5));
    assertThat(passage.received(bytes("00 00 01 04 38"))).isEqualTo(THROUGH);
  }

  @ParameterizedTest
  @CsvSource({"01 7f, 5", "04 20, 17", "03 00, 2", "03 09, 11", "03 ff, 257"})
  void the_address_in_an_answer_of_socks_5_has_its_length(String begin, int rest) {
    Passage passage = to("socks5://p.example", NAMED);
    passage.begin();
    passage.received(bytes("05 00"));
    assertThat(passage.received(bytes("05 00 00" + begin))).isEqualTo(talk("", rest));
  }

  @Test
  void socks_5_sends_addresses_as_addresses() {
    Passage four = to("socks5://p", Goal.of("192.0.2.7", 80, false));
    four.begin();
    assertThat(four.received(bytes("0500"))).isEqualTo(talk("05 01 00 01 c0 00 02 07 00 50", 5));
    Passage six = to("socks5://p", Goal.of("2001:db8::7", 8080, false));
    six.begin();
    assertThat(six.received(bytes("0500")))
        .isEqualTo(talk("05 01 00 04 2001 0db8 0000 0000 0000 0000 0000 0007 1f 90", 5));
  }

  @Test
  @Row("T33")
  void socks_5_shows_name_and_password_when_the_proxy_wants_them() {
    Passage passage = to("socks5://ada:s3cret@p.example", NAMED);
    assertThat(passage.begin()).isEqualTo(talk("05 02 00 02", 2));
    assertThat(passage.received(bytes("05 02")))
        .isEqualTo(talk("01 03 61 64 61 06 73 33 63 72 65 74", 2));
    assertThat(passage.received(bytes("01 00"))).isInstanceOf(Step.Talk.class);
    Passage refused = to("socks5://ada:s3cret@p.example", NAMED);
    refused.begin();
    refused.received(bytes("05 02"));
    assertThat(refusal(refused.received(bytes("01 01"))))
        .hasMessage("proxy socks5://p.example:1080: name and password are refused");
  }

  @Test
  void who_is_let_in_without_a_password_does_not_show_it() {
    Passage passage = to("socks5://ada:s3cret@p.example", NAMED);
    passage.begin();
    assertThat(passage.received(bytes("05 00")))
        .isEqualTo(talk("05 01 00 03 09 61 2e 65 78 61 6d 70 6c 65 01 bb", 5));
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://p, 05 ff, it wants a name and a password",
    "socks5://p, 05 02, it wants a name and a password",
    "socks5://a:b@p, 05 ff, it takes neither name and password nor nobody",
    "socks5://p, '05 01', 'it wants the method 1, which was not offered'",
    "socks5://p, 48 54, no answer of SOCKS 5: it begins with 72",
    "socks5://p, 85 00, no answer of SOCKS 5: it begins with 133",
  })
  void a_greeting_that_leads_nowhere_is_refused(String proxy, String answer, String why) {
    Passage passage = to(proxy, NAMED);
    passage.begin();
    HttpFailure.Proxy failure = refusal(passage.received(bytes(answer)));
    assertThat(failure).hasMessage("proxy socks5://p:1080: " + why);
    assertThat(failure.problem()).isEqualTo(Problem.HANDSHAKE);
  }

  @ParameterizedTest
  @CsvSource({
    "01, general failure",
    "02, not allowed",
    "03, network unreachable",
    "04, host unreachable",
    "05, connection refused",
    "06, TTL expired",
    "07, it cannot connect",
    "08, it does not know this kind of address",
    "09, code 9",
    "ff, code 255",
  })
  void the_refusal_of_socks_5_is_readable(String code, String why) {
    Passage passage = to("socks5://p", NAMED);
    passage.begin();
    passage.received(bytes("0500"));
    assertThat(refusal(passage.received(bytes("05" + code + "00 01 00"))))
        .hasMessage("proxy socks5://p:1080: no way to a.example:443: " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "05 00 00 02 00, it answers with an address of the kind 2",
    "05 00 00 ff 00, it answers with an address of the kind 255",
    "04 00 00 01 00, no answer of SOCKS 5: it begins with 4",
  })
  void an_answer_that_is_not_understood_is_refused(String answer, String why) {
    Passage passage = to("socks5://p", NAMED);
    passage.begin();
    passage.received(bytes("0500"));
    assertThat(refusal(passage.received(bytes(answer))))
        .hasMessage("proxy socks5://p:1080: " + why);
  }

  @Test
  void a_name_has_at_most_255_octets_for_socks_5() {
    Goal longest = Goal.of("a".repeat(255), 80, false);
    assertThat(to("socks5://p", longest).begin()).isEqualTo(talk("05 01 00", 2));
    assertThat(refusal(to("socks5://p", Goal.of("a".repeat(256), 80, false)).begin()))
        .hasMessageContaining("too long for SOCKS 5");
  }

  @Test
  void socks_4a_hands_the_name_over_behind_an_address_that_cannot_be() {
    Passage passage = to("socks4a://ada@p.example", NAMED);
    assertThat(passage.begin())
        .isEqualTo(talk("04 01 01 bb 00 00 00 01 61 64 61 00 61 2e 65 78 61 6d 70 6c 65 00", 8));
    assertThat(passage.received(bytes("00 5a 00 00 00 00 00 00"))).isEqualTo(THROUGH);
    assertThat(to("socks4a://p", Goal.of("192.0.2.7", 80, false)).begin())
        .isEqualTo(talk("04 01 00 50 c0 00 02 07 00", 8));
  }

  @ParameterizedTest
  @CsvSource({
    "00 5b, no way to a.example:443: rejected or failed",
    "00 5c, no way to a.example:443: it cannot ask who the user is (identd)",
    "00 5d, no way to a.example:443: identd names another user",
    "00 00, no way to a.example:443: code 0",
    "05 5a, no answer of SOCKS 4: it begins with 5",
  })
  void the_refusal_of_socks_4a_is_readable(String begin, String why) {
    Passage passage = to("socks4a://p", NAMED);
    passage.begin();
    assertThat(refusal(passage.received(bytes(begin + "0000 00000000"))))
        .hasMessage("proxy socks4a://p:1080: " + why);
  }

  @Test
  void socks_4a_has_no_ipv6() {
    HttpFailure.Proxy failure = refusal(to("socks4a://p", Goal.of("[::1]", 80, false)).begin());
    assertThat(failure)
        .hasMessage("proxy socks4a://p:1080: SOCKS 4a has no IPv6, [::1]:80 needs it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks4a://p", "socks5://p", "http://p"})
  void a_channel_that_breaks_is_a_failure_of_the_proxy(String proxy) {
    IOException cause = new IOException("reset");
    HttpFailure failure = to(proxy, NAMED).broken("gone", cause);
    assertThat(failure).hasMessageEndingWith(": gone").hasCause(cause);
    assertThat(((HttpFailure.Proxy) failure).problem()).isEqualTo(Problem.HANDSHAKE);
  }

  private static Request asked(Step step) {
    assertThat(step).isInstanceOf(Step.Ask.class);
    return ((Step.Ask) step).request();
  }

  private static Response demand(String challenge) {
    return Response.of(407).withHeader("Proxy-Authenticate", challenge);
  }

  @Test
  @Row("P36")
  void a_connect_names_host_and_port_and_nothing_of_the_call() {
    Passage passage = to("http://p:3128", NAMED);
    Request connect = asked(passage.begin());
    assertThat(connect.method().name()).isEqualTo("CONNECT");
    assertThat(connect.uri().hostAndPort()).isEqualTo("a.example:443");
    assertThat(connect.headers())
        .isEqualTo(Headers.of("Host", "a.example:443", "User-Agent", "godwit"));
    assertThat(passage.answered(Response.of(200), true)).isEqualTo(THROUGH);
    Request six = asked(to("http://p", Goal.of("::1", 8443, true)).begin());
    assertThat(six.header("Host")).contains("[::1]:8443");
    assertThat(asked(to("http://p", Goal.of("[::1]", 8443, true)).begin()).header("Host"))
        .contains("[::1]:8443");
  }

  @Test
  void basic_is_shown_when_it_is_asked_for_and_then_at_once() {
    Passage passage = to("http://ada:s3cret@p:3128", NAMED);
    assertThat(asked(passage.begin()).header("Proxy-Authorization")).isEmpty();
    Request second = asked(passage.answered(demand("Basic realm=\"p\""), true));
    assertThat(second.header("Proxy-Authorization")).contains("Basic YWRhOnMzY3JldA==");
    assertThat(second.header("Authorization")).isEmpty();
    assertThat(passage.answered(Response.of(200), true)).isEqualTo(THROUGH);
    assertThat(asked(to("http://ada:s3cret@p:3128", NAMED).begin()).header("Proxy-Authorization"))
        .contains("Basic YWRhOnMzY3JldA==");
    assertThat(asked(to("http://ada:s3cret@q:3128", NAMED).begin()).header("Proxy-Authorization"))
        .isEmpty();
  }

  @Test
  void a_proxy_that_closes_after_its_challenge_is_connected_to_again() {
    Passage passage = to("http://ada:s3cret@p:3128", NAMED);
    passage.begin();
    assertThat(passage.answered(demand("Basic realm=\"p\""), false))
        .isEqualTo(new Step.Reconnect());
    assertThat(asked(passage.begin()).header("Proxy-Authorization"))
        .contains("Basic YWRhOnMzY3JldA==");
  }

  @Test
  void digest_takes_its_rounds_and_ends_when_it_is_refused() {
    Passage passage = to("http://ada:s3cret@p:3128", NAMED);
    passage.begin();
    Response challenge = demand("Digest realm=\"p\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
    Request second = asked(passage.answered(challenge, true));
    assertThat(second.header("Proxy-Authorization").orElseThrow())
        .startsWith("Digest ")
        .contains("uri=\"a.example:443\"");
    Response stale =
        demand("Digest realm=\"p\", nonce=\"m\", stale=true, qop=\"auth\", algorithm=SHA-256");
    assertThat(asked(passage.answered(stale, true)).header("Proxy-Authorization").orElseThrow())
        .contains("nonce=\"m\"");
    assertThat(refusal(passage.answered(challenge, true)).problem()).isEqualTo(Problem.REFUSED);
  }

  @Test
  void who_has_no_login_does_not_answer_a_challenge() {
    Passage passage = to("http://p:3128", NAMED);
    passage.begin();
    HttpFailure.Proxy failure = refusal(passage.answered(demand("Basic realm=\"p\""), true));
    assertThat(failure)
        .hasMessage(
            "proxy http://p:3128: no tunnel to a.example:443: 407 Proxy Authentication Required");
  }

  @Test
  @Row("P36")
  void a_refusal_has_the_proxys_answer() {
    Passage passage = to("http://p:3128", NAMED);
    passage.begin();
    Response answer =
        Response.of(403).withBody(Body.bytes("<h1>No</h1>".getBytes(StandardCharsets.UTF_8)));
    HttpFailure.Proxy failure = refusal(passage.answered(answer, true));
    assertThat(failure.problem()).isEqualTo(Problem.REFUSED);
    assertThat(failure.response()).contains(answer);
    assertThat(failure.proxy()).isEqualTo("http://p:3128");
  }

  @Test
  void a_login_may_be_shown_at_once() {
    Proxy proxy = Proxy.of("http://p").withLogin("ada", "s3cret").preemptive(true);
    Passage passage =
        Passages.tunnel(proxy, NAMED, Headers.empty(), memory, bytes -> {}).passage().orElseThrow();
    assertThat(asked(passage.begin()).header("Proxy-Authorization"))
        .contains("Basic YWRhOnMzY3JldA==");
    assertThat(passage.answered(Response.of(200), true)).isEqualTo(THROUGH);
  }

  @Test
  void each_kind_is_only_told_what_it_asked_for() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> to("http://p", NAMED).received(bytes("00")))
        .isInstanceOf(IllegalStateException.class);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> to("socks5://p", NAMED).answered(Response.of(200), true))
        .isInstanceOf(IllegalStateException.class);
  }
}
