package io.godwit.wire.h1;

/**
 * Unwinds a parser when the peer broke a rule. Caught by the machine, which makes an event of it;
 * without a stack trace, because the rule says more than the place in the code.
 */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final H1Violation violation;
  final String detail;

  Broken(H1Violation violation, String detail) {
    super(violation.name(), null, false, false);
    this.violation = violation;
    this.detail = detail;
  }
}
