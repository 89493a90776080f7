package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure.Proxy.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HttpFailureTest {
  private static final Hop MOVED =
      new Hop(Request.of(Method.GET, Uri.of("http://a.example/")), Response.of(302));

  private enum Rule implements Violation {
    NO_FEATHERS;

    @Override
    public String section() {
      return "RFC 2324 section 2.3";
    }

    @Override
    public String text() {
      return "a bird without feathers";
    }

    @Override
    public Status status() {
      return Status.of(418);
    }
  }

  static Stream<Arguments> failures() {
    IOException cause = new IOException("the cause");
    return Stream.of(
        Arguments.of(
            new HttpFailure.Resolve("a.example", "no such host", cause),
            "cannot resolve a.example: no such host",
            Sent.NO,
            cause),
        Arguments.of(
            new HttpFailure.Connect("a:80", "refused", cause),
            "cannot connect to a:80: refused",
            Sent.NO,
            cause),
        Arguments.of(
            new HttpFailure.Tls("a:443", "expired", true, cause),
            "TLS with a:443 failed: expired",
            Sent.NO,
            cause),
        Arguments.of(
            new HttpFailure.Proxy("http://p:1", Problem.REFUSED, "403", Optional.empty(), cause),
            "proxy http://p:1: 403",
            Sent.NO,
            cause),
        Arguments.of(
            new HttpFailure.Timeout(Phase.FIRST_BYTE, Duration.ofMillis(1500), Sent.MAYBE),
            "timeout: first byte took longer than 1500 ms",
            Sent.MAYBE,
            null),
        Arguments.of(
            new HttpFailure.Protocol(Rule.NO_FEATHERS, "line 3", Sent.YES),
            "a bird without feathers: line 3 (NO_FEATHERS, RFC 2324 section 2.3)",
            Sent.YES,
            null),
        Arguments.of(
            new HttpFailure.Protocol(Rule.NO_FEATHERS, "", Sent.MAYBE),
            "a bird without feathers (NO_FEATHERS, RFC 2324 section 2.3)",
            Sent.MAYBE,
            null),
        Arguments.of(
            new HttpFailure.ConnectionLost("reset", Sent.NO, cause),
            "reset (the request was not sent)",
            Sent.NO,
            cause),
        Arguments.of(
            new HttpFailure.ConnectionLost("reset", Sent.MAYBE, null),
            "reset (the request may have been sent)",
            Sent.MAYBE,
            null),
        Arguments.of(
            new HttpFailure.ConnectionLost("reset", Sent.YES, null), "reset", Sent.YES, null),
        Arguments.of(
            new HttpFailure.Refused("a private address"),
            "refused: a private address",
            Sent.NO,
            null),
        Arguments.of(
            new HttpFailure.NoToken("https://as.example", "invalid_grant", "too\nold"),
            "no token from https://as.example: invalid_grant, \"too\\nold\"",
            Sent.NO,
            null),
        Arguments.of(
            new HttpFailure.TooManyRedirects(1, List.of(MOVED, MOVED)),
            "more than 1 redirect",
            Sent.YES,
            null),
        Arguments.of(
            new HttpFailure.LimitExceeded("content", 5, Sent.YES),
            "content is larger than the limit of 5 bytes",
            Sent.YES,
            null),
        Arguments.of(
            new HttpFailure.Content("the digest is wrong", cause),
            "the digest is wrong",
            Sent.YES,
            cause),
        Arguments.of(
            new HttpFailure.CallerBody("too short", Sent.MAYBE, cause),
            "the request body failed: too short",
            Sent.MAYBE,
            cause),
        Arguments.of(
            new HttpFailure.Unsupported("trailers"), "not supported: trailers", Sent.NO, null),
        Arguments.of(
            new HttpFailure.Unsupported("a change of protocol", Sent.YES),
            "not supported: a change of protocol",
            Sent.YES,
            null),
        Arguments.of(
            new HttpFailure.ClientClosed(Sent.MAYBE), "the client is closed", Sent.MAYBE, null),
        Arguments.of(
            new HttpFailure.Interrupted(Sent.MAYBE, cause), "interrupted", Sent.MAYBE, cause),
        Arguments.of(new HttpFailure.Cancelled(Sent.NO), "cancelled", Sent.NO, null),
        Arguments.of(
            new HttpFailure.UnexpectedStatus(Response.of(404)),
            "HTTP 404 Not Found",
            Sent.YES,
            null));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_says_what_happened_and_whether_the_request_was_sent(
      HttpFailure failure, String message, Sent sent, @Nullable Throwable cause) {
    assertThat(failure).hasMessage(message).isInstanceOf(IOException.class);
    assertThat(failure.sent()).isEqualTo(sent);
    assertThat(failure.getCause()).isSameAs(cause);
  }

  @Test
  void a_refused_token_shows_an_error_of_at_most_100_characters_and_never_a_control_character() {
    HttpFailure.NoToken refused = new HttpFailure.NoToken("as", "~".repeat(100), " \u007f");
    assertThat(refused).hasMessage("no token from as: " + "~".repeat(100) + ", \" \\u007F\"");
    assertThat(refused.error()).isEqualTo("~".repeat(100));
    assertThat(refused.description()).isEqualTo(" \u007f");
    assertThat(new HttpFailure.NoToken("as", "~".repeat(101), ""))
        .hasMessage("no token from as: \"" + "~".repeat(60) + "\"...");
    assertThat(new HttpFailure.NoToken("as", "a\nb", "")).hasMessage("no token from as: \"a\\nb\"");
    assertThat(new HttpFailure.NoToken("as", "\u007f", ""))
        .hasMessage("no token from as: \"\\u007F\"");
    assertThat(new HttpFailure.NoToken("as", " ", "")).hasMessage("no token from as:  ");
  }

  @Test
  void the_family_is_sealed_and_a_switch_over_it_needs_no_default() {
    Set<String> kinds = new HashSet<>();
    failures().forEach(failure -> kinds.add(kind((HttpFailure) failure.get()[0])));
    assertThat(kinds).hasSameSizeAs(HttpFailure.class.getPermittedSubclasses());
  }

  private static String kind(HttpFailure failure) {
    return switch (failure) {
      case HttpFailure.Resolve _ -> "resolve";
      case HttpFailure.Connect _ -> "connect";
      case HttpFailure.Tls tls -> "tls " + tls.certificateRefused();
      case HttpFailure.Timeout timeout -> "timeout " + timeout.phase();
      case HttpFailure.Protocol protocol -> protocol.violation().name();
      case HttpFailure.ConnectionLost _ -> "lost";
      case HttpFailure.Proxy proxy -> "proxy " + proxy.problem();
      case HttpFailure.Refused _ -> "refused";
      case HttpFailure.NoToken refused -> "no token: " + refused.error();
      case HttpFailure.TooManyRedirects redirects -> "redirects " + redirects.history().size();
      case HttpFailure.LimitExceeded exceeded -> "limit " + exceeded.limit();
      case HttpFailure.Content _ -> "content";
      case HttpFailure.CallerBody _ -> "body";
      case HttpFailure.Unsupported _ -> "unsupported";
      case HttpFailure.ClientClosed _ -> "closed";
      case HttpFailure.Interrupted _ -> "interrupted";
      case HttpFailure.Cancelled _ -> "cancelled";
      case HttpFailure.UnexpectedStatus status -> "status " + status.response();
    };
  }

  @Test
  void a_failure_tells_what_a_program_needs() {
    HttpFailure.Timeout timeout =
        new HttpFailure.Timeout(Phase.TLS, Duration.ofSeconds(2), Sent.NO);
    assertThat(timeout.phase()).isEqualTo(Phase.TLS);
    assertThat(timeout.limit()).isEqualTo(Duration.ofSeconds(2));
    assertThat(new HttpFailure.Tls("a", "b", false, null).certificateRefused()).isFalse();
    assertThat(new HttpFailure.Protocol(Rule.NO_FEATHERS, "", Sent.NO).violation())
        .isSameAs(Rule.NO_FEATHERS);
    Response response = Response.of(500);
    assertThat(new HttpFailure.UnexpectedStatus(response).response()).isSameAs(response);
    assertThat(new HttpFailure.LimitExceeded("x", 7, Sent.NO).limit()).isEqualTo(7);
  }

  @Test
  void the_history_of_redirects_cannot_be_changed() {
    List<Hop> history = new ArrayList<>(List.of(MOVED));
    HttpFailure.TooManyRedirects failure = new HttpFailure.TooManyRedirects(0, history);
    history.clear();
    assertThat(failure).hasMessage("more than 0 redirects");
    assertThat(failure.limit()).isZero();
    assertThat(failure.history()).containsExactly(MOVED);
    assertThatThrownBy(() -> failure.history().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_failure_of_a_later_exchange_says_what_an_earlier_one_may_have_done() {
    HttpFailure failure = new HttpFailure.Connect("a:80", "refused", null);
    failure.sentAtLeast(Sent.YES);
    assertThat(failure.sent()).isEqualTo(Sent.YES);
    failure.sentAtLeast(Sent.MAYBE);
    assertThat(failure.sent()).isEqualTo(Sent.YES);
  }

  @Test
  void a_failure_tells_what_has_led_to_it() {
    HttpFailure failure = new HttpFailure.Cancelled(Sent.NO);
    assertThat(failure.explain().steps()).isEmpty();
    Explanation.Step step = new Explanation.Step(Duration.ofNanos(1_500_000), "cancelled");
    failure.explained(new Explanation(List.of(step, step)));
    assertThat(failure.explain().toString())
        .isEqualTo("    1.500 ms  cancelled\n    1.500 ms  cancelled");
  }
}
