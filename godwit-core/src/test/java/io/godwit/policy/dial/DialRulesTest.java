package io.godwit.policy.dial;

import static io.godwit.policy.dial.DialScript.NEVER;
import static io.godwit.policy.dial.DialScript.STARTED;
import static io.godwit.policy.dial.DialScript.UNLIMITED;
import static io.godwit.policy.dial.DialScript.connected;
import static io.godwit.policy.dial.DialScript.dial;
import static io.godwit.policy.dial.DialScript.plain;
import static io.godwit.policy.dial.DialScript.ready;
import static io.godwit.policy.dial.DialScript.refused;
import static io.godwit.policy.dial.DialScript.resolve;
import static io.godwit.policy.dial.DialScript.resolved;
import static io.godwit.policy.dial.DialScript.secure;
import static io.godwit.policy.dial.DialScript.startTls;
import static io.godwit.policy.dial.DialScript.underRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import io.godwit.tests.Row;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be dialled, and what is dialled in place of what a name service says. */
final class DialRulesTest {
  private static final DialRules PUBLIC =
      DialRules.none().withAddresses(AddressPolicy.publicOnly());

  private static final DialRules OVERRIDES =
      DialRules.none()
          .withOverrides(NameOverrides.none().with("a.example", 443, "192.0.2.9:8443", "::9"));

  @Test
  void addresses_that_are_refused_are_left_out() {
    underRules(plain("a.example"), UNLIMITED, PUBLIC)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, resolved("10.0.0.1", "1.1.1.1", "::1"), dial(0, "1.1.1.1", 80, NEVER))
        .at(2, connected(0), ready(0));
  }

  @Test
  void the_failure_names_the_addresses_when_none_is_left() {
    HttpFailure failure =
        underRules(plain("a.example"), UNLIMITED, PUBLIC)
            .at(0, STARTED, resolve("a.example", NEVER))
            .failsAt(1, resolved("10.0.0.1", "::1"));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Refused.class)
        .hasMessage(
            "refused: the address policy forbids a.example:80: 10.0.0.1 is private use, ::1 is"
                + " loopback");
    assertThat(failure.sent()).isEqualTo(Sent.NO);
  }

  @Test
  void the_failure_names_eight_addresses_at_most() {
    String[] many =
        IntStream.rangeClosed(1, 10).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
    HttpFailure failure =
        underRules(plain("a.example"), UNLIMITED, PUBLIC)
            .at(0, STARTED, resolve("a.example", NEVER))
            .failsAt(1, resolved(many));
    assertThat(failure)
        .hasMessageContaining("10.0.0.8 is private use and 2 more")
        .hasMessageNotContaining("10.0.0.9");
  }

  @Test
  void a_failure_to_connect_to_the_others_tells_of_those_left_out() {
    HttpFailure failure =
        underRules(plain("a.example"), UNLIMITED, PUBLIC)
            .at(0, STARTED, resolve("a.example", NEVER))
            .at(1, resolved("10.0.0.1", "1.1.1.1"), dial(0, "1.1.1.1", 80, NEVER))
            .failsAt(2, refused(0));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Connect.class)
        .hasMessage(
            "cannot connect to a.example:80: connection refused (1.1.1.1:80); the address policy"
                + " forbids the rest: 10.0.0.1 is private use");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"})
  void a_literal_is_refused_without_a_look_up(String host) {
    assertThat(underRules(plain(host), UNLIMITED, PUBLIC).failsAt(0, STARTED))
        .isInstanceOf(HttpFailure.Refused.class);
  }

  @Test
  void a_fixed_address_is_refused_as_well() {
    var socket = UnixDomainSocketAddress.of("/run/app.sock");
    var goal = new Goal("a.example", Optional.of(socket), 80, false);
    assertThat(underRules(goal, UNLIMITED, PUBLIC).failsAt(0, STARTED))
        .hasMessageContaining("/run/app.sock is a Unix-domain socket");
  }

  @Row("T35")
  @Test
  void addresses_of_another_family_are_left_out() {
    var six = DialRules.none().withFamily(AddressFamily.IPV6_ONLY);
    underRules(plain("a.example"), UNLIMITED, six)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, resolved("192.0.2.1", "2001:db8::1"), dial(0, "2001:db8::1", 80, NEVER));
    var four = DialRules.none().withFamily(AddressFamily.IPV4_ONLY);
    underRules(plain("a.example"), UNLIMITED, four)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, resolved("2001:db8::1", "192.0.2.1"), dial(0, "192.0.2.1", 80, NEVER));
    assertThat(underRules(plain("[::1]"), UNLIMITED, four).failsAt(0, STARTED))
        .isInstanceOf(HttpFailure.Resolve.class)
        .hasMessage("cannot resolve [::1]: it has no IPv4 address");
    assertThat(underRules(plain("127.0.0.1"), UNLIMITED, six).failsAt(0, STARTED))
        .hasMessage("cannot resolve 127.0.0.1: it has no IPv6 address");
  }

  @Row("T35")
  @Test
  void a_socket_without_a_family_is_of_any() {
    var socket = UnixDomainSocketAddress.of("/run/app.sock");
    var goal = new Goal("a.example", Optional.of(socket), 80, false);
    underRules(goal, UNLIMITED, DialRules.none().withFamily(AddressFamily.IPV6_ONLY))
        .at(0, STARTED, new DialPlan.Decision.Dial(0, socket, NEVER));
    assertThat(DialRules.none().withFamily(AddressFamily.ANY)).isSameAs(DialRules.none());
    assertThat(AddressFamily.ANY).hasToString("address");
  }

  @Row("T44")
  @Test
  void an_override_comes_in_place_of_the_look_up() {
    underRules(secure("a.example"), UNLIMITED, OVERRIDES)
        .at(0, STARTED, dial(0, "192.0.2.9", 8443, NEVER))
        .at(1, refused(0), dial(1, "::9", 443, NEVER))
        .at(2, connected(1), startTls(1, NEVER));
  }

  @Test
  void another_port_or_host_is_looked_up() {
    underRules(plain("a.example"), UNLIMITED, OVERRIDES)
        .at(0, STARTED, resolve("a.example", NEVER));
    underRules(secure("b.example"), UNLIMITED, OVERRIDES)
        .at(0, STARTED, resolve("b.example", NEVER));
  }

  @Test
  void an_override_of_an_address_comes_in_its_place() {
    var rules = DialRules.none().withOverrides(NameOverrides.none().with("::1", "192.0.2.9"));
    underRules(plain("[::1]"), UNLIMITED, rules).at(0, STARTED, dial(0, "192.0.2.9", 80, NEVER));
  }

  @Test
  void a_fixed_address_comes_before_an_override() {
    var socket = UnixDomainSocketAddress.of("/run/app.sock");
    var goal = new Goal("a.example", Optional.of(socket), 443, false);
    underRules(goal, UNLIMITED, OVERRIDES)
        .at(0, STARTED, new DialPlan.Decision.Dial(0, socket, NEVER));
  }

  @Test
  void the_address_policy_holds_for_an_override() {
    HttpFailure failure =
        underRules(
                secure("a.example"), UNLIMITED, OVERRIDES.withAddresses(AddressPolicy.publicOnly()))
            .failsAt(0, STARTED);
    assertThat(failure)
        .hasMessageContaining("192.0.2.9 is documentation")
        .hasMessageContaining("::9 is IPv4-compatible");
  }

  @Test
  void a_race_is_too_quick_with_rules_as_well() {
    assertThatThrownBy(() -> DialPlan.of(plain("a.example"), UNLIMITED, 9_999_999, PUBLIC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
