package io.godwit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallFailureTest {
  @ParameterizedTest
  @CsvSource({"NO, NO", "NO, MAYBE", "NO, YES", "MAYBE, MAYBE", "MAYBE, YES", "YES, YES"})
  void the_later_failure_is_reported_when_it_says_enough(Sent before, Sent after) {
    HttpFailure earlier = lost(before);
    HttpFailure later = lost(after);
    HttpFailure failure = CallFailure.of(earlier, later);
    assertThat(failure).isSameAs(later);
    assertThat(failure.getSuppressed()).containsExactly(earlier);
    assertThat(earlier.getSuppressed()).isEmpty();
  }

  static List<HttpFailure> failuresThatWereNotSent() {
    return List.of(
        new HttpFailure.Resolve("a.example", "unknown host", null),
        new HttpFailure.Connect("a.example:80", "connection refused", null),
        new HttpFailure.Tls("a.example:443", "certificate expired", true, null),
        new HttpFailure.ConnectionLost("the connection was closed", Sent.NO, null),
        new HttpFailure.CallerBody("no such file", Sent.NO, null),
        new HttpFailure.LimitExceeded("head", 1, Sent.NO),
        new HttpFailure.Unsupported("that"));
  }

  @ParameterizedTest
  @MethodSource("failuresThatWereNotSent")
  void the_earlier_failure_is_reported_when_it_says_more(HttpFailure later) {
    HttpFailure earlier = lost(Sent.MAYBE);
    HttpFailure failure = CallFailure.of(earlier, later);
    assertThat(failure).isSameAs(earlier);
    assertThat(failure.getSuppressed()).containsExactly(later);
    assertThat(later.getSuppressed()).isEmpty();
  }

  static List<HttpFailure> endsFromOutside() {
    return List.of(
        new HttpFailure.Timeout(Phase.CONNECT, Duration.ofSeconds(3), Sent.NO),
        new HttpFailure.Timeout(Phase.QUEUE, Duration.ofSeconds(3), Sent.NO, "3 waiting"),
        new HttpFailure.ClientClosed(Sent.NO),
        new HttpFailure.Interrupted(Sent.NO, new IOException("the cause")),
        new HttpFailure.Cancelled(Sent.NO));
  }

  @ParameterizedTest
  @MethodSource("endsFromOutside")
  void a_call_ended_from_outside_keeps_its_kind_of_failure(HttpFailure later) {
    var hidden = new IOException("hidden");
    later.addSuppressed(hidden);
    HttpFailure earlier = lost(Sent.MAYBE);
    HttpFailure failure = CallFailure.of(earlier, later);
    assertThat(failure).hasSameClassAs(later).hasMessage(later.getMessage());
    assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
    assertThat(failure.getCause()).isSameAs(later.getCause());
    assertThat(failure.getStackTrace()).isEqualTo(later.getStackTrace());
    assertThat(failure.getSuppressed()).containsExactly(hidden, earlier);
  }

  @Test
  void a_timeout_keeps_its_phase_and_limit() {
    var later = new HttpFailure.Timeout(Phase.CONNECT, Duration.ofSeconds(3), Sent.NO);
    HttpFailure failure = CallFailure.of(lost(Sent.MAYBE), later);
    assertThat(failure).isInstanceOf(HttpFailure.Timeout.class);
    assertThat(((HttpFailure.Timeout) failure).phase()).isEqualTo(Phase.CONNECT);
    assertThat(((HttpFailure.Timeout) failure).limit()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_failure_reported_twice_is_not_suppressed_in_itself() {
    HttpFailure lost = lost(Sent.MAYBE);
    assertThat(CallFailure.of(lost, lost)).isSameAs(lost);
    assertThat(lost.getSuppressed()).isEmpty();
  }

  private static HttpFailure lost(Sent sent) {
    return new HttpFailure.ConnectionLost("the connection was closed", sent, null);
  }
}
