package io.godwit.policy.retry;

import io.godwit.policy.given.Cell;
import java.util.function.UnaryOperator;

/** A budget that one test has for itself. */
final class BudgetCell implements Cell<RetryBudget> {
  private RetryBudget value;

  BudgetCell(RetryBudget value) {
    this.value = value;
  }

  @Override
  public RetryBudget value() {
    return value;
  }

  @Override
  public RetryBudget update(UnaryOperator<RetryBudget> change) {
    value = change.apply(value);
    return value;
  }
}
