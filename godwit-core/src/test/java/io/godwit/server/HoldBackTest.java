package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldBackTest {
  private static final long FAST = 99_999;
  private static final long SLOW = 100_000;

  private static HoldBack trusted() {
    HoldBack holdBack = new HoldBack();
    for (int i = 0; i < 8; i++) {
      assertThat(holdBack.allowed()).isFalse();
      holdBack.answered(FAST);
    }
    return holdBack;
  }

  @Test
  void a_response_may_wait_after_eight_fast_answers_in_turn() {
    HoldBack holdBack = trusted();
    assertThat(holdBack.allowed()).isTrue();
    holdBack.answered(FAST);
    assertThat(holdBack.allowed()).isTrue();
  }

  @Test
  void one_slow_answer_ends_that_until_eight_were_fast_again() {
    HoldBack holdBack = trusted();
    holdBack.answered(SLOW);
    for (int i = 0; i < 7; i++) {
      holdBack.answered(FAST);
      assertThat(holdBack.allowed()).isFalse();
    }
    holdBack.answered(FAST);
    assertThat(holdBack.allowed()).isTrue();
  }

  @Test
  void sixteen_responses_are_enough() {
    HoldBack holdBack = trusted();
    for (int i = 0; i < 16; i++) {
      assertThat(holdBack.allowed()).isTrue();
      holdBack.held(10);
    }
    assertThat(holdBack.allowed()).isFalse();
    holdBack.flushed();
    assertThat(holdBack.allowed()).isTrue();
  }

  @Test
  void so_are_64_kibibytes() {
    HoldBack holdBack = trusted();
    holdBack.held(65_535);
    assertThat(holdBack.allowed()).isTrue();
    holdBack.held(1);
    assertThat(holdBack.allowed()).isFalse();
  }
}
