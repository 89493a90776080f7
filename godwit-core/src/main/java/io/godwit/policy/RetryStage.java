package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Now;
import io.godwit.policy.retry.Retries;
import io.godwit.policy.retry.RetryDecision;
import io.godwit.policy.retry.Trial;
import io.godwit.policy.retry.Trial.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The retries of one call: how often the present hop was tried, and what came of it. Confined to
 * the thread of the call.
 */
final class RetryStage {
  /** A failure tells of so many attempts before it; of more, those that were last. */
  private static final int MOST_TOLD = 10;

  private final Retries retries;
  private int number = 1;
  private List<HttpFailure> tried = List.of();

  RetryStage(Retries retries) {
    this.retries = retries;
  }

  /** A redirect leads to another place, which has its own attempts. */
  void nextHop() {
    number = 1;
    tried = List.of();
  }

  /** Whether there is anything to judge: most responses are just delivered. */
  boolean concerns(Response response) {
    return retries.concern(response.status());
  }

  /** What is to become of a response that {@link #concerns}. */
  RetryDecision answered(Request asked, Fact.Answered answered, long deadline, Now now) {
    Response head = answered.head();
    var outcome = new Outcome.Answered(head);
    RetryDecision decision =
        retries.judge(new Trial(asked, number, outcome, answered.bodyTouched(), deadline), now);
    if (decision instanceof RetryDecision.Retry) {
      remember(new HttpFailure.UnexpectedStatus(head));
    }
    return decision;
  }

  /**
   * What is to become of a failure.
   *
   * @param whole the failure with those of requests that were lost just before
   */
  RetryDecision failed(
      Request asked, HttpFailure whole, boolean bodyTouched, long deadline, Now now) {
    var outcome = new Outcome.Failed(whole);
    RetryDecision decision =
        retries.judge(new Trial(asked, number, outcome, bodyTouched, deadline), now);
    if (decision instanceof RetryDecision.Retry) {
      remember(whole);
    }
    return decision;
  }

  /** Such as {@code attempt 2 of 3}. */
  String coming() {
    return "attempt " + number + " of " + retries.attempts();
  }

  /** The failure of the call, which says no less of what was sent than the attempts before. */
  void tell(HttpFailure last) {
    for (HttpFailure before : tried) {
      last.sentAtLeast(before.sent());
      if (before != last) {
        last.addSuppressed(before);
      }
    }
  }

  private void remember(HttpFailure failure) {
    number++;
    List<HttpFailure> all = new ArrayList<>(tried);
    all.add(failure);
    tried = all.subList(Math.max(0, all.size() - MOST_TOLD), all.size());
  }
}
