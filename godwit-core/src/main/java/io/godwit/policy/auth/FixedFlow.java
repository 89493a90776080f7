package io.godwit.policy.auth;

import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Now;

/** Shows the same value with every request. */
record FixedFlow(AuthRole role, String value, Refusal refusal) implements AuthFlow {
  /** Says why the value was refused, without the value. */
  @FunctionalInterface
  interface Refusal {
    String reason(Response response);
  }

  @Override
  public AuthStep begin(Request request, Now now) {
    return new AuthStep.Send(request.withHeader(role.credentialsField(), value));
  }

  @Override
  public AuthStep answered(Request sent, Response response, Now now) {
    return role.asks(response)
        ? new AuthStep.GiveUp(refusal.reason(response))
        : new AuthStep.Accept();
  }

  @Override
  public String toString() {
    return "***";
  }
}
