package io.godwit.policy.dial;

import static io.godwit.policy.dial.DialScript.FINITE;
import static io.godwit.policy.dial.DialScript.NEVER;
import static io.godwit.policy.dial.DialScript.STARTED;
import static io.godwit.policy.dial.DialScript.TIME_PASSED;
import static io.godwit.policy.dial.DialScript.UNLIMITED;
import static io.godwit.policy.dial.DialScript.abandon;
import static io.godwit.policy.dial.DialScript.await;
import static io.godwit.policy.dial.DialScript.connected;
import static io.godwit.policy.dial.DialScript.dial;
import static io.godwit.policy.dial.DialScript.failed;
import static io.godwit.policy.dial.DialScript.plain;
import static io.godwit.policy.dial.DialScript.race;
import static io.godwit.policy.dial.DialScript.ready;
import static io.godwit.policy.dial.DialScript.refused;
import static io.godwit.policy.dial.DialScript.resolve;
import static io.godwit.policy.dial.DialScript.resolved;
import static io.godwit.policy.dial.DialScript.secure;
import static io.godwit.policy.dial.DialScript.secured;
import static io.godwit.policy.dial.DialScript.startTls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

/** Opening a connection by a race of addresses: RFC 8305 section 5. */
class DialRaceTest {
  private static final String SIX = "2001:db8::1";
  private static final String FOUR = "192.0.2.1";

  @Test
  void the_next_address_joins_after_the_attempt_delay_and_the_loser_is_abandoned() {
    raceOf(SIX, FOUR)
        .at(1, TIME_PASSED, await(250))
        .at(249, TIME_PASSED, await(250))
        .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
        .at(251, TIME_PASSED, await(9000))
        .at(300, connected(1), abandon(0))
        .at(300, TIME_PASSED, ready(1))
        .at(301, TIME_PASSED, ready(1));
  }

  @Test
  void the_first_address_wins_when_it_answers_within_the_delay() {
    raceOf(SIX, FOUR).at(1, TIME_PASSED, await(250)).at(249, connected(0), ready(0));
  }

  @Test
  void the_first_address_wins_when_it_is_slow_but_first() {
    raceOf(SIX, FOUR)
        .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
        .at(260, connected(0), abandon(1))
        .at(261, connected(1), ready(0));
  }

  @Test
  void the_next_address_is_tried_at_once_when_one_fails() {
    raceOf(SIX, FOUR, "2001:db8::2")
        .at(20, refused(0), dial(1, FOUR, 80, 9000))
        .at(21, TIME_PASSED, await(270))
        .at(270, TIME_PASSED, dial(2, "2001:db8::2", 80, 9000))
        .at(280, connected(2), abandon(1))
        .at(280, TIME_PASSED, ready(2));
  }

  @Test
  void a_failure_brings_the_next_address_even_while_another_is_under_way() {
    raceOf(SIX, FOUR, "2001:db8::2", "192.0.2.2")
        .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
        .at(260, refused(0), dial(2, "2001:db8::2", 80, 9000))
        .at(260, TIME_PASSED, await(510))
        .at(510, TIME_PASSED, dial(3, "192.0.2.2", 80, 9000))
        .at(510, TIME_PASSED, await(9000))
        .at(600, connected(1), abandon(2))
        .at(600, TIME_PASSED, abandon(3))
        .at(600, TIME_PASSED, ready(1));
  }

  @Test
  void a_late_look_at_the_clock_starts_one_attempt_and_a_new_delay() {
    raceOf(SIX, FOUR, "2001:db8::2")
        .at(1000, TIME_PASSED, dial(1, FOUR, 80, 9000))
        .at(1000, TIME_PASSED, await(1250));
  }

  @Test
  void the_winner_is_secured_after_the_losers_are_abandoned() {
    race(secure("a.example"), FINITE)
        .at(0, STARTED, resolve("a.example", 1000))
        .at(0, resolved(SIX, FOUR), dial(0, SIX, 443, 9000))
        .at(250, TIME_PASSED, dial(1, FOUR, 443, 9000))
        .at(300, connected(1), abandon(0))
        .at(305, connected(0), startTls(1, 3300))
        .at(310, secured(1), ready(1));
  }

  @Test
  void the_race_is_lost_when_all_have_failed() {
    var six = new ConnectException("Network is unreachable");
    var four = new ConnectException("Connection refused");
    HttpFailure failure =
        raceOf(SIX, FOUR)
            .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
            .at(300, failed(1, four), await(9000))
            .failsAt(310, failed(0, six));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Connect.class)
        .hasMessage(
            "cannot connect to a.example:80: connection refused (192.0.2.1:80), "
                + "network is unreachable ([2001:db8::1]:80)")
        .hasCause(six);
    assertThat(failure.getSuppressed()).containsExactly(four);
  }

  @Test
  void all_are_abandoned_when_the_time_to_connect_is_over() {
    DialScript script =
        raceOf(SIX, FOUR)
            .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
            .at(9000, TIME_PASSED, abandon(0))
            .at(9000, TIME_PASSED, abandon(1));
    assertThat(script.failsAt(9000, TIME_PASSED))
        .isInstanceOf(HttpFailure.Timeout.class)
        .extracting(failure -> ((HttpFailure.Timeout) failure).phase())
        .isEqualTo(Phase.CONNECT);
  }

  @Test
  void a_loser_not_yet_abandoned_is_not_forgotten_when_time_is_over_before() {
    DialScript script =
        race(secure("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .at(0, resolved(SIX, FOUR, "2001:db8::2"), dial(0, SIX, 443, 9000))
            .at(250, TIME_PASSED, dial(1, FOUR, 443, 9000))
            .at(500, TIME_PASSED, dial(2, "2001:db8::2", 443, 9000))
            .at(600, connected(2), abandon(0))
            .at(3600, TIME_PASSED, abandon(1))
            .at(3600, TIME_PASSED, abandon(2));
    assertThat(script.failsAt(3600, TIME_PASSED))
        .extracting(failure -> ((HttpFailure.Timeout) failure).phase())
        .isEqualTo(Phase.TLS);
  }

  @Test
  void a_cancel_abandons_the_others() {
    var cancelled = new HttpFailure.Cancelled(Sent.NO);
    DialScript script =
        raceOf(SIX, FOUR)
            .at(250, TIME_PASSED, dial(1, FOUR, 80, 9000))
            .at(260, failed(0, cancelled), abandon(1));
    assertThat(script.failsAt(260, TIME_PASSED)).isSameAs(cancelled);
  }

  @Test
  void without_limits_it_waits_for_the_last_one_for_ever() {
    race(plain("a.example"), UNLIMITED)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(0, resolved(SIX, FOUR), dial(0, SIX, 80, NEVER))
        .at(0, TIME_PASSED, await(250))
        .at(250, TIME_PASSED, dial(1, FOUR, 80, NEVER))
        .at(86_400_000, TIME_PASSED, await(NEVER));
  }

  @Test
  void the_delay_is_ten_milliseconds_at_least() {
    Goal goal = plain("a.example");
    assertThatThrownBy(() -> DialPlan.of(goal, FINITE, DialScript.ms(10) - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an attempt delay under 10 ms floods the network");
    assertThat(DialPlan.of(goal, FINITE, DialScript.ms(10))).isNotNull();
  }

  private static DialScript raceOf(String... addresses) {
    return race(plain("a.example"), FINITE)
        .at(0, STARTED, resolve("a.example", 1000))
        .at(0, resolved(addresses), dial(0, addresses[0], 80, 9000));
  }

  @Test
  void an_attempt_is_alone_when_no_other_is_open_nor_may_come() {
    DialPlan plan =
        DialPlan.of(DialScript.plain("a.example"), DialScript.FINITE, DialPlan.ATTEMPT_DELAY);
    assertThat(plan.alone()).isFalse();
    plan.next(DialScript.STARTED, 0);
    plan.next(DialScript.resolved("192.0.2.1", "192.0.2.2"), 0);
    assertThat(plan.alone()).isFalse(); // the other may join it
    plan.next(DialScript.TIME_PASSED, DialPlan.ATTEMPT_DELAY);
    assertThat(plan.alone()).isFalse(); // the other has
    plan.next(DialScript.refused(0), DialPlan.ATTEMPT_DELAY);
    assertThat(plan.alone()).isTrue();
    DialPlan inARow =
        DialPlan.of(DialScript.plain("a.example"), DialScript.FINITE, DialPlan.NO_RACE);
    inARow.next(DialScript.STARTED, 0);
    inARow.next(DialScript.resolved("192.0.2.1", "192.0.2.2"), 0);
    assertThat(inARow.alone()).isTrue();
  }
}
