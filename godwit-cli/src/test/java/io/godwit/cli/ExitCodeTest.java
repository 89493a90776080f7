package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Uri;
import io.godwit.wire.h1.H1Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** The numbers are those of curl's manual. */
final class ExitCodeTest {
  private static final boolean BEFORE = false;
  private static final boolean WITHIN = true;

  @Test
  void every_kind_of_failure_has_curls_number() {
    Set<Class<?>> seen = new HashSet<>();
    for (Case one : cases()) {
      assertThat(ExitCode.of(one.failure(), one.answered()).number())
          .as("%s", one)
          .isEqualTo(one.number());
      seen.add(one.failure().getClass());
    }
    assertThat(seen).containsExactlyInAnyOrder(HttpFailure.class.getPermittedSubclasses());
  }

  private static HttpFailure proxy(HttpFailure.Proxy.Problem problem) {
    return new HttpFailure.Proxy("http://p:3128", problem, "no", Optional.empty(), null);
  }

  private record Case(HttpFailure failure, boolean answered, int number) {}

  private static List<Case> cases() {
    IOException reset = new IOException("Connection reset by peer");
    IOException pipe = new IOException("Broken pipe");
    Hop redirect = new Hop(Request.of(Method.GET, Uri.of("http://a.example/")), Response.of(302));
    return List.of(
        new Case(new HttpFailure.Resolve("a", "unknown host", null), BEFORE, 6),
        new Case(new HttpFailure.Connect("a:1", "connection refused", null), BEFORE, 7),
        new Case(new HttpFailure.Tls("a:1", "no", false, null), BEFORE, 35),
        new Case(new HttpFailure.Tls("a:1", "expired", true, null), BEFORE, 60),
        new Case(
            new HttpFailure.Tls("a:1", "pinned", true, new SSLPeerUnverifiedException("pinned")),
            BEFORE,
            90),
        new Case(
            new HttpFailure.Tls("a:1", "no", false, new SSLPeerUnverifiedException("no")),
            BEFORE,
            35),
        new Case(
            new HttpFailure.Timeout(Phase.CONNECT, Duration.ofSeconds(1), Sent.NO), BEFORE, 28),
        new Case(new HttpFailure.Timeout(Phase.BODY, Duration.ofSeconds(1), Sent.YES), WITHIN, 28),
        new Case(new HttpFailure.Protocol(H1Violation.BAD_LENGTH, "", Sent.YES), BEFORE, 8),
        new Case(new HttpFailure.Protocol(H1Violation.BAD_LENGTH, "", Sent.YES), WITHIN, 56),
        new Case(new HttpFailure.ConnectionLost("closed", Sent.MAYBE, null), BEFORE, 52),
        new Case(new HttpFailure.ConnectionLost("closed", Sent.YES, null), WITHIN, 18),
        new Case(new HttpFailure.ConnectionLost("lost", Sent.MAYBE, reset), BEFORE, 56),
        new Case(new HttpFailure.ConnectionLost("lost", Sent.YES, reset), WITHIN, 56),
        new Case(new HttpFailure.ConnectionLost("lost", Sent.MAYBE, pipe), BEFORE, 55),
        new Case(new HttpFailure.Refused("why"), BEFORE, 1),
        new Case(new HttpFailure.NoToken("https://a", "invalid_grant", ""), BEFORE, 67),
        new Case(proxy(HttpFailure.Proxy.Problem.SETTINGS), BEFORE, 5),
        new Case(proxy(HttpFailure.Proxy.Problem.NAME), BEFORE, 5),
        new Case(proxy(HttpFailure.Proxy.Problem.REFUSED), BEFORE, 56),
        new Case(proxy(HttpFailure.Proxy.Problem.HANDSHAKE), BEFORE, 97),
        new Case(new HttpFailure.Unsupported("what"), BEFORE, 1),
        new Case(new HttpFailure.TooManyRedirects(1, List.of(redirect, redirect)), BEFORE, 47),
        new Case(new HttpFailure.LimitExceeded("header section", 1, Sent.YES), BEFORE, 63),
        new Case(new HttpFailure.Content("not gzip", null), WITHIN, 61),
        new Case(new HttpFailure.CallerBody("gone", Sent.MAYBE, null), BEFORE, 26),
        new Case(new HttpFailure.ClientClosed(Sent.NO), BEFORE, 42),
        new Case(new HttpFailure.Interrupted(Sent.NO, null), BEFORE, 42),
        new Case(new HttpFailure.Cancelled(Sent.NO), BEFORE, 42),
        new Case(new HttpFailure.UnexpectedStatus(Response.of(404)), BEFORE, 22));
  }
}
