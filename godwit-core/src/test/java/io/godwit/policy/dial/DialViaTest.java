package io.godwit.policy.dial;

import static io.godwit.policy.dial.DialScript.FINITE;
import static io.godwit.policy.dial.DialScript.STARTED;
import static io.godwit.policy.dial.DialScript.TIME_PASSED;
import static io.godwit.policy.dial.DialScript.abandon;
import static io.godwit.policy.dial.DialScript.await;
import static io.godwit.policy.dial.DialScript.connected;
import static io.godwit.policy.dial.DialScript.dial;
import static io.godwit.policy.dial.DialScript.ms;
import static io.godwit.policy.dial.DialScript.plain;
import static io.godwit.policy.dial.DialScript.ready;
import static io.godwit.policy.dial.DialScript.refused;
import static io.godwit.policy.dial.DialScript.resolve;
import static io.godwit.policy.dial.DialScript.resolved;
import static io.godwit.policy.dial.DialScript.secure;
import static io.godwit.policy.dial.DialScript.secured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.policy.dial.DialPlan.Decision;
import io.godwit.policy.dial.DialPlan.Fact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a connection by a proxy. */
class DialViaTest {
  private static final Goal PROXY = Goal.of("p.example", 3128, false);
  private static final Goal SECURE_PROXY = Goal.of("p.example", 443, true);
  private static final Request CONNECT =
      Request.of(Method.CONNECT, Uri.of("https://a.example:443/"));
  private static final ByteBuffer HELLO = ByteBuffer.wrap(new byte[] {5, 1, 0});

  /** Takes these steps in turn, whatever it is told. */
  private static final class Scripted implements Passage {
    private final Queue<Step> steps;

    Scripted(Step... steps) {
      this.steps = new ArrayDeque<>(Arrays.asList(steps));
    }

    @Override
    public Step begin() {
      return steps.remove();
    }

    @Override
    public Step received(ByteBuffer bytes) {
      return steps.remove();
    }

    @Override
    public Step answered(Response response, boolean open) {
      return steps.remove();
    }

    @Override
    public HttpFailure broken(String reason, Throwable cause) {
      return new HttpFailure.Proxy("p", Problem.HANDSHAKE, reason, Optional.empty(), cause);
    }
  }

  private static DialScript by(Goal proxy, Goal goal, DialRules rules, Passage.Step... steps) {
    Optional<Passage> passage =
        steps.length == 0 ? Optional.empty() : Optional.of(new Scripted(steps));
    return DialScript.by(new Via("http://p.example:3128", proxy, passage), goal, FINITE, rules);
  }

  private static DialScript by(Goal proxy, Goal goal, Passage.Step... steps) {
    return by(proxy, goal, DialRules.none(), steps);
  }

  private static Passage.Step through() {
    return new Passage.Step.Through();
  }

  @Test
  void a_proxy_that_takes_requests_is_all_there_is_to_reach() {
    by(PROXY, plain("p.example"))
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
        .at(2, connected(0), ready(0));
    by(SECURE_PROXY, plain("p.example"))
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 443, 9001))
        .at(2, connected(0), new Decision.StartTls(0, SECURE_PROXY, true, ms(3002)))
        .at(3, secured(0), ready(0));
  }

  @Test
  void a_tunnel_is_asked_for_and_then_secured_for_the_goal() {
    by(PROXY, secure("a.example"), new Passage.Step.Ask(CONNECT), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
        .at(10, connected(0), new Decision.Ask(0, CONNECT, ms(9010)))
        .at(11, TIME_PASSED, await(9010))
        .at(
            20,
            new Fact.Answered(0, Response.of(200), true),
            new Decision.StartTls(0, secure("a.example"), false, ms(3020)))
        .at(21, secured(0), ready(0));
  }

  @Test
  void tls_goes_through_tls() {
    by(SECURE_PROXY, secure("a.example"), new Passage.Step.Ask(CONNECT), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 443, 9001))
        .at(2, connected(0), new Decision.StartTls(0, SECURE_PROXY, true, ms(3002)))
        .at(3, secured(0), new Decision.Ask(0, CONNECT, ms(9003)))
        .at(
            4,
            new Fact.Answered(0, Response.of(200), true),
            new Decision.StartTls(0, secure("a.example"), false, ms(3004)))
        .at(5, secured(0), ready(0));
  }

  @Test
  void bytes_go_to_and_fro_until_the_way_is_open() {
    by(PROXY, plain("a.example"), new Passage.Step.Talk(HELLO, 2), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
        .at(2, connected(0), new Decision.Talk(0, HELLO, 2, ms(9002)))
        .at(3, new Fact.Received(0, ByteBuffer.allocate(2)), ready(0));
  }

  @Test
  void the_proxys_addresses_are_tried_in_turn_and_the_goals_name_is_not_looked_up() {
    by(PROXY, plain("a.example"), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 3128, 4501))
        .at(2, refused(0), dial(1, "192.0.2.2", 3128, 9001))
        .at(3, connected(1), ready(1));
  }

  @Test
  void a_proxy_that_closes_is_connected_to_once_more_at_the_same_address() {
    by(
            PROXY,
            plain("a.example"),
            new Passage.Step.Ask(CONNECT),
            new Passage.Step.Reconnect(),
            new Passage.Step.Ask(CONNECT),
            through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1", "192.0.2.2", "192.0.2.3"), dial(0, "192.0.2.1", 3128, 3001))
        .at(3, refused(0), dial(1, "192.0.2.2", 3128, 4502))
        .at(3, connected(1), new Decision.Ask(1, CONNECT, ms(9003)))
        .at(4, new Fact.Answered(1, Response.of(407), false), abandon(1))
        .at(5, TIME_PASSED, dial(2, "192.0.2.2", 3128, 9003))
        .at(6, connected(2), new Decision.Ask(2, CONNECT, ms(9006)))
        .at(7, new Fact.Answered(2, Response.of(200), true), ready(2));
  }

  @Test
  void a_refusal_is_the_failure_and_the_channel_is_closed() {
    HttpFailure why = new HttpFailure.Refused("no");
    HttpFailure failure =
        by(PROXY, plain("a.example"), new Passage.Step.Ask(CONNECT), new Passage.Step.Refuse(why))
            .at(0, STARTED, resolve("p.example", 1000))
            .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
            .at(2, connected(0), new Decision.Ask(0, CONNECT, ms(9002)))
            .at(3, new Fact.Answered(0, Response.of(403), true), abandon(0))
            .failsAt(4, TIME_PASSED);
    assertThat(failure).isSameAs(why);
  }

  private DialScript asking() {
    return by(PROXY, plain("a.example"), new Passage.Step.Ask(CONNECT), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
        .at(2, connected(0), new Decision.Ask(0, CONNECT, ms(9002)));
  }

  @Test
  void a_channel_that_breaks_is_what_the_passage_makes_of_it() {
    HttpFailure failure =
        asking().failsAt(3, new Fact.TalkFailed(0, new IOException("Connection reset")));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Proxy.class)
        .hasMessageEndingWith("the connection to it broke: Connection reset");
  }

  @Test
  void an_interrupt_is_no_failure_of_the_proxy() {
    HttpFailure interrupted = new HttpFailure.Interrupted(Sent.NO, null);
    assertThat(asking().failsAt(3, new Fact.TalkFailed(0, interrupted))).isSameAs(interrupted);
  }

  @Test
  void a_proxy_that_says_nothing_has_the_connect_timeout() {
    HttpFailure failure =
        asking().failsAt(9002, new Fact.TalkFailed(0, new IOException("too late")));
    assertThat(failure)
        .isInstanceOfSatisfying(
            HttpFailure.Timeout.class,
            timeout -> assertThat(timeout.phase()).isEqualTo(Phase.CONNECT));
    assertThat(failure.getSuppressed()).hasSize(1);
    asking()
        .at(9001, TIME_PASSED, await(9002))
        .at(9002, TIME_PASSED, abandon(0))
        .failsAt(9002, TIME_PASSED);
  }

  @Test
  void what_is_told_of_a_channel_that_is_gone_is_ignored() {
    by(PROXY, plain("a.example"), new Passage.Step.Ask(CONNECT), through())
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 3128, 4501))
        .at(2, refused(0), dial(1, "192.0.2.2", 3128, 9001))
        .at(3, new Fact.Answered(1, Response.of(200), true), await(9001))
        .at(4, connected(1), new Decision.Ask(1, CONNECT, ms(9004)))
        .at(5, new Fact.Answered(0, Response.of(200), true), await(9004))
        .at(6, new Fact.TalkFailed(0, new IOException()), await(9004))
        .at(7, new Fact.Received(0, HELLO), await(9004))
        .at(8, new Fact.Answered(1, Response.of(200), true), ready(1));
  }

  @Test
  void a_proxy_without_an_address_is_not_the_fault_of_the_uri() {
    HttpFailure unknown = new HttpFailure.Resolve("p.example", "unknown", null);
    HttpFailure failure =
        by(PROXY, plain("a.example"), through())
            .at(0, STARTED, resolve("p.example", 1000))
            .failsAt(1, new Fact.ResolveFailed(unknown));
    assertThat(failure)
        .isInstanceOfSatisfying(
            HttpFailure.Proxy.class, proxy -> assertThat(proxy.problem()).isEqualTo(Problem.NAME))
        .hasCause(unknown)
        .hasMessageContaining("http://p.example:3128");
    assertThat(
            by(PROXY, plain("a.example"), through())
                .at(0, STARTED, resolve("p.example", 1000))
                .failsAt(1, DialScript.resolvedToNothing()))
        .isInstanceOf(HttpFailure.Proxy.class);
    HttpFailure closed = new HttpFailure.ClientClosed(Sent.NO);
    assertThat(
            by(PROXY, plain("a.example"), through())
                .at(0, STARTED, resolve("p.example", 1000))
                .failsAt(1, new Fact.ResolveFailed(closed)))
        .isSameAs(closed);
  }

  @Test
  void a_proxy_that_cannot_be_connected_to_is_named() {
    HttpFailure failure =
        by(PROXY, plain("a.example"), through())
            .at(0, STARTED, resolve("p.example", 1000))
            .at(1, resolved("192.0.2.1"), dial(0, "192.0.2.1", 3128, 9001))
            .failsAt(2, refused(0));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Connect.class)
        .hasMessageStartingWith("cannot connect to the proxy p.example:3128: connection refused");
  }

  @Test
  void an_override_is_for_the_name_that_is_dialled() {
    DialRules rules =
        DialRules.none()
            .withOverrides(
                NameOverrides.none().with("p.example", "192.0.2.9").with("a.example", "192.0.2.8"));
    by(PROXY, plain("a.example"), rules, through())
        .at(0, STARTED, dial(0, "192.0.2.9", 3128, 9000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "10.0.0.1", "::1", "[::1]", "localhost", "localhost.", "a.localhost"})
  void the_address_policy_holds_for_what_the_proxy_is_asked_for(String host) {
    DialRules rules = DialRules.none().withAddresses(AddressPolicy.publicOnly());
    assertThat(by(PROXY, secure(host), rules, through()).failsAt(0, STARTED))
        .isInstanceOf(HttpFailure.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example", "notlocalhost", "1.1.1.1"})
  void the_address_policy_does_not_judge_the_proxy_nor_what_it_looks_up(String host) {
    DialRules rules = DialRules.none().withAddresses(AddressPolicy.publicOnly());
    by(PROXY, secure(host), rules, new Passage.Step.Ask(CONNECT))
        .at(0, STARTED, resolve("p.example", 1000))
        .at(1, resolved("10.0.0.1"), dial(0, "10.0.0.1", 3128, 9001));
  }

  @Test
  void without_a_restriction_a_proxy_may_be_asked_for_anything() {
    by(PROXY, plain("localhost"), through()).at(0, STARTED, resolve("p.example", 1000));
  }

  @Test
  void a_proxy_that_says_what_it_was_not_asked_is_a_defect() {
    DialPlan plan =
        DialPlan.by(
            new Via("p", PROXY, Optional.of(new Scripted(through()))),
            plain("a.example"),
            FINITE,
            DialPlan.NO_RACE,
            DialRules.none());
    plan.next(STARTED, 0);
    assertThatThrownBy(() -> plan.next(new Fact.Received(0, HELLO), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
