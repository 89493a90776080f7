package io.godwit.policy.proxy;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT (RFC 9110 section 9.3.6): a request that names host and port and nothing of the call, and
 * as many repetitions as the proxy's challenges take, on the same connection where the proxy keeps
 * it. There is no {@code Proxy-Connection}: RFC 9112 appendix C.2.2 advises against it.
 */
final class ConnectPassage implements Passage {
  private final Proxy proxy;
  private final ProxyLogin login;
  private final Request plain;

  /** What was sent last. */
  private Request sent;

  /** What to begin with on the next connection. */
  private @Nullable Request next;

  ConnectPassage(Proxy proxy, Goal goal, Headers fields, ProxyLogin login) {
    this.proxy = proxy;
    this.login = login;
    Uri uri = Uri.of("https://" + place(goal) + "/");
    Headers all = Headers.builder().add("Host", uri.hostAndPort()).addAll(fields).build();
    this.plain = Request.of(Method.CONNECT, uri).withHeaders(all);
    this.sent = plain;
  }

  private static String place(Goal goal) {
    boolean six = goal.host().indexOf(':') >= 0 && !goal.host().startsWith("[");
    return (six ? "[" + goal.host() + "]" : goal.host()) + ":" + goal.port();
  }

  @Override
  public Step begin() {
    try {
      Request first = next == null ? login.begin(plain) : next;
      next = null;
      return ask(first);
    } catch (HttpFailure failure) {
      return new Step.Refuse(failure);
    }
  }

  @Override
  public Step answered(Response response, boolean open) {
    Optional<Request> again;
    try {
      again = login.answered(sent, response);
    } catch (HttpFailure failure) {
      return new Step.Refuse(failure);
    }
    if (response.status().success()) {
      return new Step.Through();
    }
    if (again.isEmpty()) {
      return new Step.Refuse(
          new HttpFailure.Proxy(
              proxy.toString(),
              Problem.REFUSED,
              "no tunnel to " + plain.uri().hostAndPort() + ": " + response,
              Optional.of(response),
              null));
    }
    if (open) {
      return ask(again.get());
    }
    next = again.get();
    return new Step.Reconnect();
  }

  private Step ask(Request request) {
    sent = request;
    return new Step.Ask(request);
  }

  @Override
  public HttpFailure broken(String reason, Throwable cause) {
    return new HttpFailure.Proxy(
        proxy.toString(), Problem.HANDSHAKE, reason, Optional.empty(), cause);
  }
}
