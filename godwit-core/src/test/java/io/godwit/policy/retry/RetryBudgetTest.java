package io.godwit.policy.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_full_bucket_gives_what_it_holds_and_no_more() {
    RetryBudget budget = RetryBudget.of(2, 1, 5);
    assertThat(budget.granted()).isFalse();
    budget = budget.spend(5);
    assertThat(budget.granted()).isTrue();
    budget = budget.spend(5);
    assertThat(budget.granted()).isTrue();
    budget = budget.spend(5);
    assertThat(budget.granted()).isFalse();
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void a_token_comes_with_time_and_not_before() {
    RetryBudget empty = RetryBudget.of(1, 2, 0).spend(0);
    assertThat(empty.spend(SECOND / 2 - 1).granted()).isFalse();
    assertThat(empty.spend(SECOND / 2).granted()).isTrue();
  }

  @Test
  void asking_in_vain_costs_nothing_and_loses_no_time() {
    RetryBudget budget = RetryBudget.of(1, 1, 0).spend(0);
    for (int i = 1; i <= 3; i++) {
      budget = budget.spend(i * SECOND / 4);
      assertThat(budget.granted()).isFalse();
    }
    assertThat(budget.spend(SECOND).granted()).isTrue();
  }

  @Test
  void the_bucket_never_holds_more_than_its_capacity() {
    RetryBudget budget = RetryBudget.of(2, 1, 0).spend(0).spend(100 * SECOND);
    assertThat(budget.tokens()).isEqualTo(1);
    assertThat(RetryBudget.of(2, 1, 0).spend(Long.MAX_VALUE).tokens()).isEqualTo(1);
  }

  @Test
  void an_earlier_time_takes_nothing_back() {
    RetryBudget budget = RetryBudget.of(1, 1, 0).spend(SECOND).spend(0);
    assertThat(budget.granted()).isFalse();
    assertThat(budget.at()).isEqualTo(SECOND);
    assertThat(budget.tokens()).isZero();
  }

  @Test
  void a_budget_may_be_nothing_at_all() {
    assertThat(RetryBudget.of(0, 0, 0).spend(SECOND).granted()).isFalse();
    assertThat(RetryBudget.of(0, 1000, 0).spend(SECOND).granted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, -0.1", "1, NaN", "1, Infinity"})
  void a_budget_of_other_numbers_is_refused(int capacity, double perSecond) {
    assertThatThrownBy(() -> RetryBudget.of(capacity, perSecond, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
