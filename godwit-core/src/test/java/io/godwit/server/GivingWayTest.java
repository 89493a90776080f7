package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GivingWayTest {
  private final GivingWay givingWay = new GivingWay();

  @Test
  void as_long_as_reads_find_what_they_want_others_go_first() {
    for (int i = 0; i < 100; i++) {
      assertThat(givingWay.due()).isTrue();
      givingWay.read(9_999);
    }
  }

  @Test
  void after_a_read_that_waited_it_is_left_off_for_sixteen() {
    for (int turn = 0; turn < 3; turn++) {
      assertThat(givingWay.due()).isTrue();
      givingWay.read(10_000);
      for (int i = 0; i < 16; i++) {
        assertThat(givingWay.due()).isFalse();
      }
    }
  }
}
