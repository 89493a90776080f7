package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;

/**
 * The failure of a call whose exchanges failed one after the other. It must not say less about what
 * the server may have done than any of them: a connection that was refused to the second exchange
 * does not make the first one unsent.
 */
final class CallFailure {
  private CallFailure() {}

  /**
   * The failure to report: the later one, when it says enough; the same kind saying more, when the
   * call was ended from outside; otherwise the earlier one. The other is suppressed in it.
   */
  static HttpFailure of(HttpFailure earlier, HttpFailure later) {
    if (later.sent().compareTo(earlier.sent()) >= 0) {
      return with(later, earlier);
    }
    Sent sent = earlier.sent();
    return switch (later) {
      case HttpFailure.Timeout late ->
          with(
              like(late, new HttpFailure.Timeout(late.phase(), late.limit(), sent, late.where())),
              earlier);
      case HttpFailure.ClientClosed closed ->
          with(like(closed, new HttpFailure.ClientClosed(sent)), earlier);
      case HttpFailure.Interrupted interrupted ->
          with(
              like(interrupted, new HttpFailure.Interrupted(sent, interrupted.getCause())),
              earlier);
      case HttpFailure.Cancelled cancelled ->
          with(like(cancelled, new HttpFailure.Cancelled(sent)), earlier);
      default -> with(earlier, later);
    };
  }

  private static HttpFailure like(HttpFailure failure, HttpFailure copy) {
    copy.setStackTrace(failure.getStackTrace());
    for (Throwable suppressed : failure.getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }

  private static HttpFailure with(HttpFailure failure, HttpFailure other) {
    if (failure != other) {
      failure.addSuppressed(other);
    }
    return failure;
  }
}
