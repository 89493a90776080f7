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
import static io.godwit.policy.dial.DialScript.inARow;
import static io.godwit.policy.dial.DialScript.ms;
import static io.godwit.policy.dial.DialScript.plain;
import static io.godwit.policy.dial.DialScript.ready;
import static io.godwit.policy.dial.DialScript.refused;
import static io.godwit.policy.dial.DialScript.resolve;
import static io.godwit.policy.dial.DialScript.resolved;
import static io.godwit.policy.dial.DialScript.resolvedToNothing;
import static io.godwit.policy.dial.DialScript.secure;
import static io.godwit.policy.dial.DialScript.secureFailed;
import static io.godwit.policy.dial.DialScript.secured;
import static io.godwit.policy.dial.DialScript.startTls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.policy.dial.DialPlan.Decision;
import io.godwit.policy.dial.DialPlan.Fact;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a connection with one address after the other, as the blocking driver does. */
class DialPlanTest {
  private final HttpFailure brokenHandshake =
      new HttpFailure.Tls("a.example:443", "closed during the handshake", false, null);

  @Test
  void a_name_is_looked_up_dialled_and_ready() {
    inARow(plain("a.example"), FINITE)
        .at(5, STARTED, resolve("a.example", 1005))
        .at(20, resolved("192.0.2.1"), dial(0, "192.0.2.1", 80, 9020))
        .at(30, connected(0), ready(0));
  }

  @Test
  void a_handshake_belongs_to_opening_with_tls() {
    inARow(secure("a.example"), FINITE)
        .at(0, STARTED, resolve("a.example", 1000))
        .at(20, resolved("192.0.2.1"), dial(0, "192.0.2.1", 443, 9020))
        .at(30, connected(0), startTls(0, 3030))
        .at(35, TIME_PASSED, await(3030))
        .at(40, secured(0), ready(0));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "[::1], ::1", "[2001:DB8::A], 2001:db8::a"})
  void a_literal_is_dialled_without_a_look_up(String host, String address) {
    inARow(plain(host), FINITE)
        .at(7, STARTED, dial(0, address, 80, 9007))
        .at(8, connected(0), ready(0));
  }

  @Test
  void a_fixed_address_is_dialled_whatever_the_host_says() {
    var socket = UnixDomainSocketAddress.of("/run/app.sock");
    inARow(new Goal("a.example", Optional.of(socket), 80, false), FINITE)
        .at(0, STARTED, new Decision.Dial(0, socket, ms(9000)))
        .at(1, connected(0), ready(0));
  }

  @Test
  void the_next_address_is_tried_when_one_fails() {
    inARow(plain("a.example"), UNLIMITED)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, NEVER))
        .at(2, refused(0), dial(1, "192.0.2.2", 80, NEVER))
        .at(3, connected(1), ready(1));
  }

  @Test
  void the_families_take_turns_beginning_with_the_first_address() {
    inARow(plain("a.example"), UNLIMITED)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(
            1,
            resolved("2001:db8::1", "2001:db8::2", "192.0.2.1"),
            dial(0, "2001:db8::1", 80, NEVER))
        .at(2, refused(0), dial(1, "192.0.2.1", 80, NEVER))
        .at(3, refused(1), dial(2, "2001:db8::2", 80, NEVER))
        .at(4, connected(2), ready(2));
  }

  @Test
  void nothing_else_is_dialled_while_an_attempt_runs() {
    inARow(plain("a.example"), UNLIMITED)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, TIME_PASSED, await(NEVER))
        .at(2, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, NEVER))
        .at(3_600_000, TIME_PASSED, await(NEVER));
  }

  @Test
  void each_address_has_its_share_of_what_is_left_to_connect() {
    inARow(plain("a.example"), FINITE)
        .at(0, STARTED, resolve("a.example", 1000))
        .at(0, resolved("192.0.2.1", "192.0.2.2", "192.0.2.3"), dial(0, "192.0.2.1", 80, 3000))
        .at(100, TIME_PASSED, await(3000))
        .at(4000, failed(0, new IOException("closed")), dial(1, "192.0.2.2", 80, 6500))
        .at(5000, refused(1), dial(2, "192.0.2.3", 80, 9000))
        .at(5001, TIME_PASSED, await(9000));
  }

  @Test
  void a_share_is_two_seconds_at_least_while_there_is_that_much() {
    var timeouts = new DialTimeouts(NEVER, ms(5000), NEVER, NEVER, Duration.ZERO);
    inARow(plain("a.example"), timeouts)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(0, resolved("192.0.2.1", "192.0.2.2", "192.0.2.3"), dial(0, "192.0.2.1", 80, 2000))
        .at(2000, refused(0), dial(1, "192.0.2.2", 80, 4000))
        .at(4000, refused(1), dial(2, "192.0.2.3", 80, 5000));
  }

  @Test
  void the_share_is_one_of_the_calls_time_when_that_is_shorter() {
    var timeouts = new DialTimeouts(NEVER, NEVER, NEVER, ms(10_000), Duration.ofSeconds(10));
    inARow(plain("a.example"), timeouts)
        .at(0, STARTED, resolve("a.example", 10_000))
        .at(2000, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, 6000));
  }

  @Test
  void an_attempt_that_used_up_its_share_is_abandoned_and_the_next_one_tried() {
    DialScript script =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .at(100, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, 4600))
            .at(4599, TIME_PASSED, await(4600))
            .at(4600, TIME_PASSED, abandon(0))
            .at(4600, TIME_PASSED, dial(1, "192.0.2.2", 80, 9100))
            .at(4650, connected(0), await(9100));
    HttpFailure failure = script.failsAt(4700, refused(1));
    assertThat(failure)
        .hasMessage(
            "cannot connect to a.example:80: no answer within 4500 ms (192.0.2.1:80), "
                + "connection refused (192.0.2.2:80)");
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  void an_attempt_that_was_cut_at_its_deadline_counts_as_without_answer() {
    var cut = new IOException("closed by another thread");
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .at(0, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, 4500))
            .at(4500, failed(0, cut), dial(1, "192.0.2.2", 80, 9000))
            .failsAt(4501, refused(1));
    assertThat(failure)
        .hasMessageContaining(": no answer within 4500 ms (192.0.2.1:80), connection refused");
    assertThat(failure.getSuppressed()).containsExactly(cut);
  }

  @Test
  void the_failure_names_each_address_and_why() {
    var first = new ConnectException("Network is unreachable");
    var second = new IOException();
    var third = new ConnectException("EHOSTDOWN");
    HttpFailure failure =
        inARow(plain("a.example"), UNLIMITED)
            .at(0, STARTED, resolve("a.example", NEVER))
            .at(1, resolved("2001:db8::1", "192.0.2.1", "::1"), dial(0, "2001:db8::1", 80, NEVER))
            .at(2, failed(0, first), dial(1, "192.0.2.1", 80, NEVER))
            .at(3, failed(1, second), dial(2, "::1", 80, NEVER))
            .failsAt(4, failed(2, third));
    assertThat(failure)
        .isInstanceOf(HttpFailure.Connect.class)
        .hasMessage(
            "cannot connect to a.example:80: network is unreachable ([2001:db8::1]:80), "
                + "IOException (192.0.2.1:80), EHOSTDOWN ([::1]:80)")
        .hasCause(third);
    assertThat(failure.getSuppressed()).containsExactly(first, second);
    assertThat(failure.sent()).isEqualTo(Sent.NO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Connection refused | connection refused
          C                  | C
          ''                 | ConnectException
          '  '               | ConnectException
          EOF                | EOF
          """)
  void a_reason_is_part_of_a_sentence(String message, String reason) {
    HttpFailure failure =
        inARow(plain("127.0.0.1"), UNLIMITED)
            .at(0, STARTED, dial(0, "127.0.0.1", 80, NEVER))
            .failsAt(1, failed(0, new ConnectException(message)));
    assertThat(failure).hasMessage("cannot connect to 127.0.0.1:80: " + reason);
  }

  @Test
  void a_socket_file_is_named_by_its_path() {
    var socket = UnixDomainSocketAddress.of("/run/app.sock");
    HttpFailure failure =
        inARow(new Goal("localhost", Optional.of(socket), 80, false), UNLIMITED)
            .at(0, STARTED, new Decision.Dial(0, socket, NEVER))
            .failsAt(1, failed(0, new IOException("No such file or directory")));
    assertThat(failure).hasMessage("cannot connect to /run/app.sock: no such file or directory");
  }

  @Test
  void a_failed_look_up_is_the_failure_as_it_is() {
    var unknown = new HttpFailure.Resolve("a.example", "unknown host", null);
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .failsAt(2000, new Fact.ResolveFailed(unknown));
    assertThat(failure).isSameAs(unknown);
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  void a_look_up_that_is_reported_late_is_late_for_whom_the_time_was() {
    var timeouts = new DialTimeouts(ms(1000), 0, 0, ms(500), Duration.ofMillis(700));
    var late = new HttpFailure.Timeout(Phase.RESOLVE, Duration.ofSeconds(1), Sent.NO);
    HttpFailure failure =
        inARow(plain("a.example"), timeouts)
            .at(0, STARTED, resolve("a.example", 500))
            .failsAt(500, new Fact.ResolveFailed(late));
    assertTimeout(failure, Phase.TOTAL, Duration.ofMillis(700));
    assertThat(failure.getSuppressed()).containsExactly(late);
  }

  @Test
  void a_look_up_that_has_a_shorter_limit_of_its_own_keeps_its_timeout() {
    var late = new HttpFailure.Timeout(Phase.RESOLVE, Duration.ofMillis(300), Sent.NO);
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .failsAt(999, new Fact.ResolveFailed(late));
    assertThat(failure).isSameAs(late);
  }

  @Test
  void a_name_without_addresses_does_not_resolve() {
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .failsAt(1, resolvedToNothing());
    assertThat(failure)
        .isInstanceOf(HttpFailure.Resolve.class)
        .hasMessage("cannot resolve a.example: it has no address");
  }

  @Test
  void a_look_up_that_takes_too_long_times_out() {
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(10, STARTED, resolve("a.example", 1010))
            .at(1009, TIME_PASSED, await(1010))
            .failsAt(1010, TIME_PASSED);
    assertTimeout(failure, Phase.RESOLVE, Duration.ofSeconds(1));
  }

  @Test
  void connecting_that_takes_too_long_times_out_with_what_failed_before() {
    var unreachable = new ConnectException("Network is unreachable");
    var cut = new IOException("closed by another thread");
    HttpFailure failure =
        inARow(plain("a.example"), FINITE)
            .at(0, STARTED, resolve("a.example", 1000))
            .at(100, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 80, 4600))
            .at(200, failed(0, unreachable), dial(1, "192.0.2.2", 80, 9100))
            .failsAt(9100, failed(1, cut));
    assertTimeout(failure, Phase.CONNECT, Duration.ofSeconds(9));
    assertThat(failure.getSuppressed()).containsExactly(unreachable, cut);
  }

  @Test
  void an_attempt_still_running_when_time_is_over_is_abandoned_first() {
    DialScript script =
        inARow(plain("192.0.2.1"), FINITE)
            .at(0, STARTED, dial(0, "192.0.2.1", 80, 9000))
            .at(9000, TIME_PASSED, abandon(0));
    assertTimeout(script.failsAt(9000, TIME_PASSED), Phase.CONNECT, Duration.ofSeconds(9));
  }

  @Test
  void the_calls_deadline_is_the_reason_when_it_comes_first() {
    var timeouts = new DialTimeouts(ms(1000), ms(9000), ms(3000), ms(500), Duration.ofMillis(700));
    DialScript script =
        inARow(plain("a.example"), timeouts).at(0, STARTED, resolve("a.example", 500));
    assertTimeout(script.failsAt(500, TIME_PASSED), Phase.TOTAL, Duration.ofMillis(700));
  }

  @Test
  void the_call_is_the_reason_when_both_end_at_once() {
    var timeouts = new DialTimeouts(ms(500), 0, 0, ms(500), Duration.ofMillis(700));
    DialScript script =
        inARow(plain("a.example"), timeouts).at(0, STARTED, resolve("a.example", 500));
    assertTimeout(script.failsAt(500, TIME_PASSED), Phase.TOTAL, Duration.ofMillis(700));
  }

  @Test
  void a_timeout_of_nothing_leaves_no_time() {
    var timeouts = new DialTimeouts(0, 0, 0, NEVER, Duration.ZERO);
    assertTimeout(
        inARow(plain("a.example"), timeouts).failsAt(3, STARTED), Phase.RESOLVE, Duration.ZERO);
    assertTimeout(
        inARow(plain("192.0.2.1"), timeouts).failsAt(3, STARTED), Phase.CONNECT, Duration.ZERO);
  }

  @Test
  void the_phase_is_the_reason_when_its_time_is_over_before_the_calls() {
    var timeouts = new DialTimeouts(ms(499), ms(9000), ms(3000), ms(500), Duration.ofMillis(700));
    DialScript script =
        inARow(plain("a.example"), timeouts).at(0, STARTED, resolve("a.example", 499));
    assertTimeout(script.failsAt(600, TIME_PASSED), Phase.RESOLVE, Duration.ofMillis(499));
  }

  @Test
  void nothing_is_begun_when_the_call_is_out_of_time() {
    var timeouts = new DialTimeouts(NEVER, NEVER, NEVER, ms(500), Duration.ofMillis(500));
    HttpFailure failure = inARow(plain("192.0.2.1"), timeouts).failsAt(500, STARTED);
    assertTimeout(failure, Phase.TOTAL, Duration.ofMillis(500));
  }

  @Test
  void a_connection_that_comes_with_the_end_of_the_call_is_not_secured_any_more() {
    var timeouts = new DialTimeouts(NEVER, NEVER, NEVER, ms(500), Duration.ofMillis(500));
    DialScript script =
        inARow(secure("192.0.2.1"), timeouts)
            .at(0, STARTED, dial(0, "192.0.2.1", 443, 500))
            .at(500, connected(0), abandon(0));
    assertTimeout(script.failsAt(500, TIME_PASSED), Phase.TOTAL, Duration.ofMillis(500));
  }

  @Test
  void a_handshake_that_takes_too_long_is_abandoned() {
    DialScript script = securing().at(3009, TIME_PASSED, await(3010));
    script.at(3010, TIME_PASSED, abandon(0));
    assertTimeout(script.failsAt(3010, TIME_PASSED), Phase.TLS, Duration.ofSeconds(3));
  }

  @Test
  void a_handshake_cut_at_its_deadline_is_a_timeout_with_the_break_suppressed() {
    HttpFailure failure = securing().failsAt(3010, secureFailed(0, brokenHandshake));
    assertTimeout(failure, Phase.TLS, Duration.ofSeconds(3));
    assertThat(failure.getSuppressed()).containsExactly(brokenHandshake);
  }

  @Test
  void a_connection_lost_at_the_deadline_of_the_handshake_is_a_timeout() {
    var lost = new HttpFailure.ConnectionLost("the connection was closed", Sent.NO, null);
    HttpFailure failure = securing().failsAt(3010, secureFailed(0, lost));
    assertTimeout(failure, Phase.TLS, Duration.ofSeconds(3));
    assertThat(failure.getSuppressed()).containsExactly(lost);
  }

  @Test
  void a_handshake_that_is_reported_late_is_late_for_whom_the_time_was() {
    var timeouts = new DialTimeouts(0, ms(1000), ms(3000), ms(2000), Duration.ofSeconds(2));
    var late = new HttpFailure.Timeout(Phase.TLS, Duration.ofSeconds(3), Sent.NO);
    HttpFailure failure =
        inARow(secure("192.0.2.1"), timeouts)
            .at(0, STARTED, dial(0, "192.0.2.1", 443, 1000))
            .at(10, connected(0), new Decision.StartTls(0, secure("192.0.2.1"), false, ms(2000)))
            .failsAt(2000, secureFailed(0, late));
    assertTimeout(failure, Phase.TOTAL, Duration.ofSeconds(2));
    assertThat(failure.getSuppressed()).containsExactly(late);
  }

  @Test
  void a_handshake_that_fails_in_time_is_the_failure_as_it_is() {
    HttpFailure failure = securing().failsAt(3009, secureFailed(0, brokenHandshake));
    assertThat(failure).isSameAs(brokenHandshake);
  }

  @Test
  void a_refused_certificate_is_the_reason_however_late() {
    var expired = new HttpFailure.Tls("a.example:443", "certificate expired", true, null);
    assertThat(securing().failsAt(5000, secureFailed(0, expired))).isSameAs(expired);
  }

  @Test
  void a_handshake_cancelled_at_its_deadline_is_cancelled() {
    var cancelled = new HttpFailure.Cancelled(Sent.NO);
    assertThat(securing().failsAt(3010, secureFailed(0, cancelled))).isSameAs(cancelled);
  }

  @Test
  void a_failed_handshake_is_not_tried_at_another_address_and_shows_what_failed_before() {
    var unreachable = new ConnectException("Network is unreachable");
    var broken = new HttpFailure.Tls("a.example:443", "closed during the handshake", false, null);
    HttpFailure failure =
        inARow(secure("a.example"), UNLIMITED)
            .at(0, STARTED, resolve("a.example", NEVER))
            .at(
                1,
                resolved("192.0.2.1", "192.0.2.2", "192.0.2.3"),
                dial(0, "192.0.2.1", 443, NEVER))
            .at(2, failed(0, unreachable), dial(1, "192.0.2.2", 443, NEVER))
            .at(3, connected(1), startTls(1, NEVER))
            .failsAt(4, secureFailed(1, broken));
    assertThat(failure).isSameAs(broken);
    assertThat(failure.getSuppressed()).containsExactly(unreachable);
  }

  @Test
  void an_attempt_that_ends_with_a_failure_of_the_call_ends_the_plan() {
    var refusal = new ConnectException("Connection refused");
    var closed = new HttpFailure.ClientClosed(Sent.NO);
    HttpFailure failure =
        inARow(plain("a.example"), UNLIMITED)
            .at(0, STARTED, resolve("a.example", NEVER))
            .at(1, resolved("192.0.2.1", "192.0.2.2", "192.0.2.3"), dial(0, "192.0.2.1", 80, NEVER))
            .at(2, failed(0, refusal), dial(1, "192.0.2.2", 80, NEVER))
            .failsAt(3, failed(1, closed));
    assertThat(failure).isSameAs(closed);
    assertThat(failure.getSuppressed()).containsExactly(refusal);
  }

  @Test
  void what_is_no_longer_asked_changes_nothing() {
    var unknown = new HttpFailure.Resolve("a.example", "unknown host", null);
    inARow(secure("a.example"), UNLIMITED)
        .at(0, STARTED, resolve("a.example", NEVER))
        .at(1, resolved("192.0.2.1", "192.0.2.2"), dial(0, "192.0.2.1", 443, NEVER))
        .at(2, resolved("192.0.2.3"), await(NEVER))
        .at(2, new Fact.ResolveFailed(unknown), await(NEVER))
        .at(2, secured(0), await(NEVER))
        .at(2, secureFailed(0, brokenHandshake), await(NEVER))
        .at(3, refused(0), dial(1, "192.0.2.2", 443, NEVER))
        .at(4, refused(0), await(NEVER))
        .at(4, connected(0), await(NEVER))
        .at(5, connected(1), startTls(1, NEVER))
        .at(6, connected(1), await(NEVER))
        .at(6, refused(1), await(NEVER))
        .at(6, secured(0), await(NEVER))
        .at(6, secureFailed(0, brokenHandshake), await(NEVER))
        .at(7, secured(1), ready(1))
        .at(8, secured(1), ready(1))
        .at(8, secureFailed(1, brokenHandshake), ready(1))
        .at(8, refused(1), ready(1))
        .at(NEVER, TIME_PASSED, ready(1));
  }

  @Test
  void the_first_fact_is_that_it_started_and_it_starts_once() {
    DialPlan plan = DialPlan.of(plain("192.0.2.1"), FINITE, DialPlan.NO_RACE);
    assertThatThrownBy(() -> plan.next(TIME_PASSED, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Started is the first fact, and no other");
    plan.next(STARTED, 0);
    assertThatThrownBy(() -> plan.next(STARTED, 0)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void an_attempt_that_was_never_dialled_is_an_error(int attempt) {
    DialPlan plan = DialPlan.of(plain("192.0.2.1"), FINITE, DialPlan.NO_RACE);
    plan.next(STARTED, 0);
    assertThatThrownBy(() -> plan.next(connected(attempt), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempt " + attempt + " was never dialled");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1"})
  void a_timeout_is_not_negative(long resolve, long connect, long tls) {
    assertThatThrownBy(() -> new DialTimeouts(resolve, connect, tls, 0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a timeout is negative");
  }

  private static DialScript securing() {
    return inARow(secure("a.example"), FINITE)
        .at(0, STARTED, resolve("a.example", 1000))
        .at(0, resolved("192.0.2.1"), dial(0, "192.0.2.1", 443, 9000))
        .at(10, connected(0), startTls(0, 3010));
  }

  private static void assertTimeout(HttpFailure failure, Phase phase, Duration limit) {
    assertThat(failure).isInstanceOf(HttpFailure.Timeout.class);
    HttpFailure.Timeout timeout = (HttpFailure.Timeout) failure;
    assertThat(timeout.phase()).isEqualTo(phase);
    assertThat(timeout.limit()).isEqualTo(limit);
    assertThat(timeout.sent()).isEqualTo(Sent.NO);
  }
}
