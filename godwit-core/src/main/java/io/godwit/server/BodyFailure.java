package io.godwit.server;

/** The content of a response could not be had: its source failed, or did not keep its length. */
final class BodyFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Throwable reason;

  BodyFailure(Throwable reason) {
    super(reason);
    this.reason = reason;
  }

  /** What the source threw. */
  Throwable reason() {
    return reason;
  }
}
