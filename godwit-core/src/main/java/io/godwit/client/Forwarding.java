package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.Decision;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.proxy.ProxyLogin;
import java.util.Optional;

/**
 * A request that is handed to a proxy as it is, with the repetitions that the proxy's challenges
 * take. What is shown to the proxy is put into the copy that goes out on this very connection; the
 * call's own request has never had it, so it cannot follow a redirect.
 */
final class Forwarding {
  /** Only for proxies: nothing else is ever sent it, also if the caller has set it. */
  static final String FIELD = AuthRole.PROXY.credentialsField();

  private final Route route;
  private final Decision.Exchange exchange;
  private final ProxyLogin login;
  private Request sent;

  private Forwarding(Route route, Decision.Exchange exchange, ProxyLogin login) {
    this.route = route;
    this.exchange = exchange;
    this.login = login;
    this.sent = exchange.request();
  }

  /**
   * To the proxy at the end of that route.
   *
   * @throws HttpFailure.Refused when the proxy must not be asked for that host
   */
  static Forwarding of(Route route, Decision.Exchange exchange, ClientOptions options)
      throws HttpFailure.Refused {
    Request request = exchange.request();
    Goal goal = Goal.of(request.uri().host(), request.uri().port(), false);
    Optional<String> why = options.dialRules().addresses().refusalByProxy(goal);
    if (why.isPresent()) {
      throw new HttpFailure.Refused("the address policy forbids " + why.get());
    }
    AuthPolicy auth = options.policies().auth();
    ProxyLogin login =
        ProxyLogin.to(route.road().proxy().orElseThrow(), auth.memory(), auth.entropy());
    return new Forwarding(route, exchange, login);
  }

  Route route() {
    return route;
  }

  Decision.Exchange exchange() {
    return exchange;
  }

  /** The request as it goes out first. A field that the caller has set himself stays. */
  Request begin() throws HttpFailure {
    if (!own()) {
      sent = login.begin(exchange.request());
    }
    return sent;
  }

  /**
   * The request to send once more; empty when the answer stands.
   *
   * @param bodyTouched whether the content was opened, so that it may be gone
   */
  Optional<Request> answered(Response head, boolean bodyTouched) throws HttpFailure {
    if (own()) {
      return Optional.empty();
    }
    Optional<Request> again = login.answered(sent, head);
    if (again.isEmpty() || (bodyTouched && !sent.body().canReplay())) {
      return Optional.empty();
    }
    sent = again.get();
    return again;
  }

  /** What is to be told of the repetition: who has asked for credentials, and of what kind. */
  String shown(Response head) {
    String value = sent.header(FIELD).orElse("");
    String scheme = value.substring(0, Math.max(0, value.indexOf(' '))); // the rest is a secret
    return head + " from the proxy " + route + ": credentials shown: " + scheme;
  }

  private boolean own() {
    return exchange.request().headers().has(FIELD);
  }
}
