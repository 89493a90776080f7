package io.godwit.policy.proxy;

import io.godwit.http.Entropy;
import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one HTTP proxy is shown for one request, or one CONNECT, and its repetitions: a pure flow.
 * What it adds goes to that proxy and to nobody else: requests are handed in without it each time.
 * Confined to one thread.
 */
public final class ProxyLogin {
  /** Answers to challenges; the flows give up long before. */
  private static final int MOST_ANSWERS = 8;

  /** Name and password do not depend on the time. */
  private static final Now NO_TIME = Now.of(0, Instant.EPOCH);

  private final @Nullable AuthFlow flow;
  private int answers;

  private ProxyLogin(@Nullable AuthFlow flow) {
    this.flow = flow;
  }

  /**
   * The flow for that proxy.
   *
   * @param memory what the client has learnt about proxies
   */
  public static ProxyLogin to(Proxy proxy, Cell<AuthMemory> memory, Entropy entropy) {
    return new ProxyLogin(
        proxy
            .credentials()
            .map(
                login ->
                    login.flow(new AuthContext(AuthRole.PROXY, proxy.origin(), memory, entropy)))
            .orElse(null));
  }

  /**
   * The request as it goes to the proxy.
   *
   * @throws HttpFailure when it cannot be made
   */
  public Request begin(Request request) throws HttpFailure {
    if (flow == null) {
      return request;
    }
    return sent(flow.begin(request, NO_TIME)).orElse(request);
  }

  /**
   * What to send once more after that answer; empty when the answer stands.
   *
   * @param sent the request as it was sent to the proxy
   * @throws HttpFailure when the answer is not genuine
   */
  public Optional<Request> answered(Request sent, Response response) throws HttpFailure {
    if (flow == null) {
      return Optional.empty();
    }
    Optional<Request> again = sent(flow.answered(sent, response, NO_TIME));
    return again.isPresent() && ++answers <= MOST_ANSWERS ? again : Optional.empty();
  }

  private static Optional<Request> sent(AuthStep step) throws HttpFailure {
    return switch (step) {
      case AuthStep.Send(Request request) -> Optional.of(request);
      case AuthStep.Accept _, AuthStep.GiveUp _ -> Optional.empty();
      case AuthStep.Fail(HttpFailure failure) -> throw failure;
      case AuthStep.Join _, AuthStep.Fetch _, AuthStep.Pause _ ->
          throw new HttpFailure.Unsupported("credentials for a proxy that take more", Sent.NO);
    };
  }
}
