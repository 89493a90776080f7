package io.godwit.policy.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.godwit.tests.Row;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are {@code a}, {@code b} ..., connections {@code a1}, {@code a2} ...; times are small. */
class PoolPlannerTest {
  private static final long NEVER = Long.MAX_VALUE;

  @Test
  void an_empty_pool_has_nothing_to_give() {
    PoolPlanner<String, String> planner = planner(2, 3);
    assertThat(planner.acquire("a", 0)).isNull();
    assertThat(planner.toClose()).isEmpty();
    assertThat(planner.waiters()).isEmpty();
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 0, 0, 0);
    assertThat(planner.snapshot().keys()).isEmpty();
  }

  @Test
  void a_released_connection_is_acquired_again() {
    PoolPlanner<String, String> planner = planner(2, 3);
    assertThat(planner.reserve("a")).isTrue();
    assertCounts(planner, 1, 0, 0);
    assertThat(planner.release("a", "a1", 0, 5)).isNull();
    assertCounts(planner, 0, 1, 0);
    assertThat(planner.acquire("b", 7)).isNull();
    assertThat(planner.acquire("a", 7)).isEqualTo("a1");
    assertThat(planner.idleSince()).isEqualTo(5);
    assertCounts(planner, 1, 0, 0);
    assertThat(planner.acquire("a", 7)).isNull();
    assertThat(planner.toClose()).isEmpty();
  }

  @Test
  void the_most_recently_used_comes_first() {
    PoolPlanner<String, String> planner = planner(9, 9);
    for (int i = 1; i <= 9; i++) {
      planner.reserve("a");
    }
    for (int i = 1; i <= 9; i++) {
      planner.release("a", "a" + i, 0, i);
    }
    for (int i = 9; i >= 1; i--) {
      assertThat(planner.acquire("a", 10)).isEqualTo("a" + i);
      assertThat(planner.idleSince()).isEqualTo(i);
    }
    assertCounts(planner, 9, 0, 0);
  }

  @Test
  void the_limit_of_a_key_is_its_own() {
    PoolPlanner<String, String> planner = planner(2, 9);
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.reserve("a")).isFalse();
    assertThat(planner.reserve("b")).isTrue();
    assertCounts(planner, 3, 0, 0);
  }

  @Test
  void the_limit_in_all_counts_all_keys() {
    PoolPlanner<String, String> planner = planner(2, 3);
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.reserve("b")).isTrue();
    assertThat(planner.reserve("b")).isFalse();
    assertThat(planner.reserve("c")).isFalse();
    assertCounts(planner, 3, 0, 0);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("a", "b");
  }

  @Test
  void a_place_is_taken_from_the_longest_idle_connection_when_all_are_taken() {
    PoolPlanner<String, String> planner = planner(2, 3);
    idle(planner, "b", "b1", 1);
    planner.reserve("a");
    planner.reserve("a");
    planner.release("a", "a1", 0, 2);
    planner.release("a", "a2", 0, 3);
    assertThat(planner.reserve("c")).isTrue();
    assertThat(planner.toClose()).containsExactly("b1");
    assertThat(planner.reserve("d")).isTrue();
    assertThat(planner.toClose()).containsExactly("a1");
    assertThat(planner.reserve("c")).isTrue();
    assertThat(planner.toClose()).containsExactly("a2");
    assertThat(planner.reserve("e")).isFalse();
    assertCounts(planner, 3, 0, 0);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("c", "d");
  }

  @Test
  void no_place_is_taken_away_while_one_is_free() {
    PoolPlanner<String, String> planner = planner(2, 3);
    idle(planner, "a", "a1", 1);
    assertThat(planner.reserve("b")).isTrue();
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.toClose()).isEmpty();
    assertCounts(planner, 2, 1, 0);
  }

  @Test
  void a_fresh_connection_takes_the_place_of_its_keys_own_longest_idle_one() {
    PoolPlanner<String, String> planner = planner(2, 9);
    idle(planner, "b", "b1", 1);
    planner.reserve("a");
    planner.reserve("a");
    planner.release("a", "a1", 0, 2);
    planner.release("a", "a2", 0, 3);
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.toClose()).containsExactly("a1");
    assertThat(planner.acquire("a", 4)).isEqualTo("a2");
    assertCounts(planner, 2, 1, 0);
  }

  @Test
  void the_only_connection_can_make_room_for_a_fresh_one_of_its_key() {
    PoolPlanner<String, String> planner = planner(1, 1);
    idle(planner, "a", "a1", 1);
    assertThat(planner.reserve("a")).isTrue();
    assertThat(planner.toClose()).containsExactly("a1");
    assertThat(planner.release("a", "a2", 2, 2)).isNull();
    assertThat(planner.acquire("a", 3)).isEqualTo("a2");
  }

  @Test
  void a_released_connection_goes_to_the_oldest_waiter_of_its_key() {
    PoolPlanner<String, String> planner = planner(1, 9);
    planner.reserve("a");
    planner.reserve("b");
    Waiter<String, String> other = planner.enqueue("b");
    Waiter<String, String> first = planner.enqueue("a");
    Waiter<String, String> second = planner.enqueue("a");
    assertThat(planner.waiters()).containsExactly(other, first, second);
    assertWaiting(first);
    assertThat(planner.release("a", "a1", 0, 1)).isSameAs(first);
    assertThat(first.served()).isTrue();
    assertThat(first.mayOpen()).isFalse();
    assertThat(first.connection()).isEqualTo("a1");
    assertThat(first.key()).isEqualTo("a");
    assertWaiting(second);
    assertCounts(planner, 2, 0, 2);
    assertThat(planner.release("a", "a1", 0, 2)).isSameAs(second);
    assertThat(planner.release("a", "a1", 0, 3)).isNull();
    assertThat(planner.acquire("a", 4)).isEqualTo("a1");
    assertCounts(planner, 2, 0, 1);
    assertThat(planner.waiters()).containsExactly(other);
  }

  @Test
  void a_discarded_connection_leaves_its_place_to_the_oldest_waiter_of_its_key() {
    PoolPlanner<String, String> planner = planner(1, 9);
    planner.reserve("b");
    Waiter<String, String> blocked = planner.enqueue("b");
    planner.reserve("a");
    Waiter<String, String> first = planner.enqueue("a");
    Waiter<String, String> second = planner.enqueue("a");
    assertThat(planner.discard("a")).isSameAs(first);
    assertThat(first.served()).isTrue();
    assertThat(first.mayOpen()).isTrue();
    assertThat(first.connection()).isNull();
    assertWaiting(second);
    assertCounts(planner, 2, 0, 2);
    assertThat(planner.discard("a")).isSameAs(second);
    assertThat(planner.discard("a")).isNull();
    assertWaiting(blocked);
    assertCounts(planner, 1, 0, 1);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("b");
  }

  @Test
  void a_place_goes_to_the_oldest_waiter_of_any_key_when_all_were_taken() {
    PoolPlanner<String, String> planner = planner(2, 2);
    planner.reserve("a");
    planner.reserve("a");
    Waiter<String, String> a = planner.enqueue("a");
    Waiter<String, String> b = planner.enqueue("b");
    Waiter<String, String> c = planner.enqueue("c");
    Waiter<String, String> later = planner.enqueue("b");
    assertThat(planner.discard("a")).isSameAs(a);
    assertThat(planner.discard("a")).isSameAs(b);
    assertThat(b.mayOpen()).isTrue();
    assertThat(planner.discard("a")).isSameAs(c);
    assertThat(planner.discard("c")).isSameAs(later);
    assertCounts(planner, 2, 0, 0);
    assertThat(planner.snapshot().keys()).isEqualTo(Map.of("b", new PoolSnapshot.Counts(2, 0, 0)));
  }

  @Test
  void a_waiter_whose_own_limit_is_reached_is_passed_over_for_a_place() {
    PoolPlanner<String, String> planner = planner(1, 2);
    planner.reserve("a");
    planner.reserve("b");
    Waiter<String, String> blocked = planner.enqueue("a");
    Waiter<String, String> c = planner.enqueue("c");
    assertThat(planner.discard("b")).isSameAs(c);
    assertWaiting(blocked);
    assertThat(planner.discard("c")).isNull();
    assertCounts(planner, 1, 0, 1);
  }

  @Test
  void a_released_connection_is_closed_when_a_waiter_of_another_key_needs_its_place() {
    PoolPlanner<String, String> planner = planner(1, 1);
    planner.reserve("a");
    Waiter<String, String> waiter = planner.enqueue("b");
    assertThat(planner.release("a", "a1", 0, 1)).isSameAs(waiter);
    assertThat(waiter.mayOpen()).isTrue();
    assertThat(planner.toClose()).containsExactly("a1");
    assertCounts(planner, 1, 0, 0);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("b");
  }

  @Test
  void a_released_connection_is_kept_when_its_place_would_not_help_who_waits() {
    PoolPlanner<String, String> planner = planner(1, 2);
    planner.reserve("a");
    planner.reserve("b");
    Waiter<String, String> waiter = planner.enqueue("b");
    assertThat(planner.release("a", "a1", 0, 1)).isNull();
    assertWaiting(waiter);
    assertThat(planner.toClose()).isEmpty();
    assertCounts(planner, 1, 1, 1);
  }

  @Test
  void a_released_connection_is_kept_when_who_waits_does_not_wait_for_a_place() {
    PoolPlanner<String, String> planner = planner(1, 3);
    planner.reserve("a");
    planner.reserve("b");
    planner.enqueue("b");
    assertThat(planner.release("a", "a1", 0, 1)).isNull();
    assertThat(planner.toClose()).isEmpty();
    assertCounts(planner, 1, 1, 1);
  }

  @Test
  void who_comes_later_does_not_overtake() {
    PoolPlanner<String, String> planner = planner(2, 9);
    planner.reserve("a");
    planner.reserve("a");
    Waiter<String, String> first = planner.enqueue("a");
    assertThat(planner.acquire("a", 0)).isNull();
    assertThat(planner.reserve("a")).isFalse();
    Waiter<String, String> second = planner.enqueue("a");
    planner.discard("a");
    assertThat(first.served()).isTrue();
    assertThat(planner.reserve("a")).isFalse();
    assertWaiting(second);
  }

  @Test
  void waiting_while_there_is_a_place_is_an_error() {
    PoolPlanner<String, String> planner = planner(1, 2);
    assertNothingToWaitFor(planner, "a");
    assertThat(planner.snapshot().keys()).isEmpty();
    planner.reserve("a");
    assertNothingToWaitFor(planner, "b");
    idle(planner, "b", "b1", 1);
    assertNothingToWaitFor(planner, "b");
    assertNothingToWaitFor(planner, "c");
    assertThat(planner.enqueue("a").served()).isFalse();
    assertCounts(planner, 1, 1, 1);
  }

  @Test
  void who_gives_up_waiting_is_not_served() {
    PoolPlanner<String, String> planner = planner(1, 1);
    planner.reserve("a");
    Waiter<String, String> first = planner.enqueue("a");
    Waiter<String, String> second = planner.enqueue("a");
    Waiter<String, String> third = planner.enqueue("b");
    assertThat(planner.abandon(first, 1)).isNull();
    assertThat(planner.abandon(third, 1)).isNull();
    assertCounts(planner, 1, 0, 1);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("a");
    assertThat(planner.abandon(first, 1)).isNull();
    assertCounts(planner, 1, 0, 1);
    assertThat(planner.release("a", "a1", 0, 2)).isSameAs(second);
    assertThat(first.served()).isFalse();
    assertThat(third.served()).isFalse();
  }

  @Test
  void a_connection_given_to_who_gave_up_is_passed_on() {
    PoolPlanner<String, String> planner = planner(1, 1, 100, 10);
    planner.reserve("a");
    Waiter<String, String> first = planner.enqueue("a");
    Waiter<String, String> second = planner.enqueue("a");
    planner.release("a", "a1", 0, 1);
    assertThat(planner.abandon(first, 9)).isSameAs(second);
    assertThat(first.served()).isFalse();
    assertThat(first.connection()).isNull();
    assertThat(second.connection()).isEqualTo("a1");
    assertThat(planner.abandon(first, 9)).isNull();
    assertThat(planner.abandon(second, 9)).isNull();
    assertCounts(planner, 0, 1, 0);
    assertThat(planner.nextExpiry()).isEqualTo(10);
  }

  @Test
  void a_connection_that_grew_too_old_with_who_gave_up_is_closed() {
    PoolPlanner<String, String> planner = planner(1, 1, 100, 10);
    planner.reserve("a");
    Waiter<String, String> waiter = planner.enqueue("a");
    planner.release("a", "a1", 3, 4);
    assertThat(planner.abandon(waiter, 13)).isNull();
    assertThat(planner.toClose()).containsExactly("a1");
    assertCounts(planner, 0, 0, 0);
  }

  @Test
  void a_place_given_to_who_gave_up_is_passed_on() {
    PoolPlanner<String, String> planner = planner(1, 1);
    planner.reserve("a");
    Waiter<String, String> first = planner.enqueue("a");
    Waiter<String, String> second = planner.enqueue("b");
    planner.discard("a");
    assertThat(first.mayOpen()).isTrue();
    assertThat(planner.abandon(first, 1)).isSameAs(second);
    assertThat(first.mayOpen()).isFalse();
    assertThat(second.mayOpen()).isTrue();
    assertThat(planner.abandon(second, 1)).isNull();
    assertCounts(planner, 0, 0, 0);
  }

  @Test
  void an_idle_connection_expires() {
    PoolPlanner<String, String> planner = planner(2, 9, 10, NEVER);
    idle(planner, "a", "a1", 1);
    assertThat(planner.nextExpiry()).isEqualTo(11);
    planner.expire(10);
    assertThat(planner.toClose()).isEmpty();
    assertCounts(planner, 0, 1, 0);
    planner.expire(11);
    assertThat(planner.toClose()).containsExactly("a1");
    assertThat(planner.toClose()).isEmpty();
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 0, 0, 0);
    assertThat(planner.snapshot().keys()).isEmpty();
  }

  @Test
  void expiry_takes_those_whose_time_has_come_and_leaves_the_rest_in_order() {
    PoolPlanner<String, String> planner = planner(9, 9, 10, 20);
    for (int i = 0; i < 6; i++) {
      planner.reserve("a");
    }
    planner.reserve("b");
    planner.release("a", "a1", 0, 1); // until 11
    planner.release("a", "a2", -16, 2); // too old at 4
    planner.release("a", "a3", 0, 3); // until 13
    planner.release("b", "b1", -15, 3); // too old at 5
    planner.release("a", "a4", -16, 3); // too old at 4
    planner.release("a", "a5", 0, 3); // until 13
    assertThat(planner.nextExpiry()).isEqualTo(4);
    planner.expire(4);
    assertThat(planner.toClose()).containsExactly("a2", "a4");
    assertThat(planner.nextExpiry()).isEqualTo(5);
    planner.expire(11);
    assertThat(planner.toClose()).containsExactlyInAnyOrder("a1", "b1");
    assertThat(planner.snapshot().keys()).isEqualTo(Map.of("a", new PoolSnapshot.Counts(1, 2, 0)));
    assertThat(planner.acquire("a", 12)).isEqualTo("a5");
    assertThat(planner.idleSince()).isEqualTo(3);
    assertThat(planner.acquire("a", 12)).isEqualTo("a3");
    assertThat(planner.acquire("a", 12)).isNull();
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 3, 0, 0);
  }

  @Test
  void an_expired_connection_is_not_acquired() {
    PoolPlanner<String, String> planner = planner(2, 9, 10, NEVER);
    planner.reserve("a");
    planner.reserve("a");
    planner.release("a", "a1", 0, 1);
    planner.release("a", "a2", 0, 2);
    assertThat(planner.acquire("a", 12)).isNull();
    assertThat(planner.toClose()).containsExactly("a2", "a1");
    assertThat(planner.snapshot().keys()).isEmpty();
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 0, 0, 0);
  }

  @Test
  void a_younger_connection_is_acquired_below_one_that_is_too_old() {
    PoolPlanner<String, String> planner = planner(2, 9, 100, 10);
    planner.reserve("a");
    planner.reserve("a");
    planner.release("a", "a1", 5, 6);
    planner.release("a", "a2", 0, 7);
    assertThat(planner.acquire("a", 10)).isEqualTo("a1");
    assertThat(planner.idleSince()).isEqualTo(6);
    assertThat(planner.toClose()).containsExactly("a2");
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 1, 0, 0);
  }

  @Test
  void a_connection_that_is_too_old_is_not_kept() {
    PoolPlanner<String, String> planner = planner(1, 9, 100, 10);
    planner.reserve("a");
    Waiter<String, String> waiter = planner.enqueue("a");
    assertThat(planner.release("a", "a1", 0, 10)).isSameAs(waiter);
    assertThat(waiter.mayOpen()).isTrue();
    assertThat(planner.toClose()).containsExactly("a1");
    assertThat(planner.release("a", "a2", 11, 20)).isNull();
    assertThat(planner.toClose()).isEmpty();
    assertThat(planner.nextExpiry()).isEqualTo(21);
  }

  @Test
  void a_pool_that_keeps_none_idle_hands_over_all_the_same() {
    PoolPlanner<String, String> planner = planner(1, 1, 0, NEVER);
    planner.reserve("a");
    Waiter<String, String> waiter = planner.enqueue("a");
    assertThat(planner.release("a", "a1", 0, 1)).isSameAs(waiter);
    assertThat(waiter.connection()).isEqualTo("a1");
    assertThat(planner.release("a", "a1", 0, 2)).isNull();
    assertThat(planner.toClose()).containsExactly("a1");
    assertCounts(planner, 0, 0, 0);
  }

  @Test
  void a_pool_may_use_each_connection_once() {
    PoolPlanner<String, String> planner = planner(1, 1, 10, 0);
    planner.reserve("a");
    assertThat(planner.release("a", "a1", 1, 1)).isNull();
    assertThat(planner.toClose()).containsExactly("a1");
    assertCounts(planner, 0, 0, 0);
  }

  @Test
  void a_pool_may_keep_connections_for_ever() {
    PoolPlanner<String, String> planner = planner(1, 1, NEVER, NEVER);
    idle(planner, "a", "a1", 1);
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    planner.expire(NEVER - 1);
    assertThat(planner.acquire("a", NEVER - 1)).isEqualTo("a1");
  }

  @Test
  void the_next_expiry_follows_what_comes_and_goes() {
    PoolPlanner<String, String> planner = planner(2, 9, 10, NEVER);
    idle(planner, "a", "a1", 1);
    idle(planner, "b", "b1", 2);
    assertThat(planner.nextExpiry()).isEqualTo(11);
    planner.acquire("b", 3);
    assertThat(planner.nextExpiry()).isEqualTo(11);
    planner.acquire("a", 3);
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    planner.release("b", "b1", 0, 4);
    planner.release("a", "a1", 0, 5);
    assertThat(planner.nextExpiry()).isEqualTo(14);
  }

  @Test
  void the_next_expiry_follows_an_eviction() {
    PoolPlanner<String, String> planner = planner(2, 2, 10, NEVER);
    idle(planner, "a", "a1", 1);
    planner.reserve("a");
    planner.reserve("a"); // evicts
    planner.release("a", "a2", 0, 3);
    assertThat(planner.nextExpiry()).isEqualTo(13);
    assertThat(planner.toClose()).containsExactly("a1");
  }

  @Test
  void clearing_gives_all_idle_ones_and_what_was_still_to_be_closed() {
    PoolPlanner<String, String> planner = planner(3, 4, 10, NEVER);
    planner.reserve("a");
    planner.reserve("a");
    planner.reserve("b");
    planner.release("a", "a1", 0, 1);
    planner.release("a", "a2", 0, 2);
    planner.release("b", "b1", 0, 3);
    planner.reserve("a");
    planner.reserve("c"); // evicts a1
    assertThat(planner.clear()).containsExactlyInAnyOrder("a1", "a2", "b1");
    assertThat(planner.clear()).isEmpty();
    assertThat(planner.nextExpiry()).isEqualTo(NEVER);
    assertCounts(planner, 2, 0, 0);
    assertThat(planner.snapshot().keys()).containsOnlyKeys("a", "c");
    assertThat(planner.acquire("a", 4)).isNull();
  }

  @Test
  void the_list_of_those_to_close_belongs_to_the_caller() {
    PoolPlanner<String, String> planner = planner(1, 1, 0, NEVER);
    planner.reserve("a");
    planner.release("a", "a1", 0, 1);
    List<String> first = planner.toClose();
    planner.reserve("a");
    planner.release("a", "a2", 0, 2);
    assertThat(first).containsExactly("a1");
    assertThat(planner.toClose()).containsExactly("a2");
    assertThat(planner.toClose()).isSameAs(planner.toClose());
  }

  @Test
  void ending_a_lease_that_is_none_is_an_error() {
    PoolPlanner<String, String> planner = planner(1, 1);
    assertNothingLeased(planner);
    idle(planner, "a", "a1", 1);
    assertNothingLeased(planner);
    assertCounts(planner, 0, 1, 0);
  }

  /** What the JVM counts for this thread; nothing here depends on how fast it is. */
  @Test
  void taking_and_giving_back_allocates_nothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PoolPlanner<String, String> planner = planner(4, 9);
    idle(planner, "a", "a1", 1);
    takeAndGiveBack(planner, 20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    takeAndGiveBack(planner, 20_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes for 20,000 leases").isLessThan(20_000);
  }

  @Row("P48")
  @Test
  void a_snapshot_reads_as_text_and_does_not_change() {
    PoolPlanner<String, String> planner = planner(1, 2);
    assertThat(planner.snapshot())
        .hasToString(
            """
            0 in use, 0 idle, 0 waiting
            opened 0, closed 0; 0 exchanges, 0 on a kept connection; waited 0 times""");
    planner.reserve("b");
    planner.countOpened();
    planner.enqueue("b");
    idle(planner, "a", "a1", 1);
    planner.countOpened();
    planner.countExchange(false);
    planner.countClosed(CloseReason.GONE);
    PoolSnapshot<String> snapshot = planner.snapshot();
    planner.clear();
    planner.countExchange(true);
    assertThat(snapshot)
        .hasToString(
            """
            1 in use, 1 idle, 1 waiting
            opened 2, closed 1 (1 found closed); 1 exchanges, 0 on a kept connection; waited 1 times
            a: 0 in use, 1 idle, 0 waiting
            b: 1 in use, 0 idle, 1 waiting""");
    assertThat(planner.snapshot().totals())
        .isEqualTo(
            new PoolTotals(2, 2, 1, 1, Map.of(CloseReason.GONE, 1L, CloseReason.CLIENT, 1L)));
    assertThat(planner.snapshot().totals().toString())
        .contains("closed 2 (1 found closed, 1 closed with the client); 2 exchanges, 1 on a kept");
  }

  @Test
  void each_connection_that_is_closed_is_counted_with_its_reason() {
    PoolPlanner<String, String> planner = planner(2, 3, 10, 100);
    idle(planner, "a", "idle at acquire", 1);
    planner.acquire("a", 11);
    assertClosed(planner, CloseReason.IDLE, 1);
    idle(planner, "a", "too old at acquire", 95);
    planner.acquire("a", 100);
    assertClosed(planner, CloseReason.AGE, 1);
    idle(planner, "a", "idle when looked at", 20);
    planner.expire(30);
    assertClosed(planner, CloseReason.IDLE, 2);
    idle(planner, "a", "as old as it is idle", 90);
    planner.expire(100);
    assertClosed(planner, CloseReason.IDLE, 3);
    idle(planner, "a", "too old when looked at", 91);
    planner.expire(100);
    assertClosed(planner, CloseReason.AGE, 2);
    planner.reserve("a");
    planner.release("a", "too old when released", 0, 100);
    assertClosed(planner, CloseReason.AGE, 3);
    idle(planner, "a", "in the way", 1);
    idle(planner, "b", "at the end", 2);
    planner.reserve("b");
    planner.reserve("c");
    assertClosed(planner, CloseReason.PLACE, 1);
    planner.clear();
    assertClosed(planner, CloseReason.CLIENT, 1);
    assertThat(planner.snapshot().totals().closed().values().stream().mapToLong(Long::longValue))
        .containsExactly(3L, 3L, 1L, 1L);
  }

  @Test
  void a_connection_that_is_not_kept_at_all_was_idle_for_too_long_or_in_the_way() {
    PoolPlanner<String, String> none = planner(1, 1, 0, NEVER);
    none.reserve("a");
    none.release("a", "a1", 0, 5);
    assertClosed(none, CloseReason.IDLE, 1);
    PoolPlanner<String, String> busy = planner(1, 1);
    busy.reserve("a");
    busy.enqueue("b");
    busy.release("a", "a1", 0, 5);
    assertClosed(busy, CloseReason.PLACE, 1);
  }

  @Row("T7")
  @Test
  void what_a_call_waits_for_reads_as_text() {
    PoolPlanner<String, String> planner = planner(2, 3);
    planner.reserve("a");
    planner.reserve("a");
    planner.enqueue("a");
    assertThat(planner.congestion("a")).isEqualTo("2 of 2 connections to a in use, 1 waiting");
    planner.reserve("b");
    planner.enqueue("b");
    assertThat(planner.congestion("b")).isEqualTo("3 of 3 connections in use, 2 waiting");
    assertThat(planner.congestion("c")).isEqualTo("3 of 3 connections in use, 2 waiting");
  }

  @Test
  void a_waiter_carries_what_the_pool_needs_to_wake_it() {
    PoolPlanner<String, String> planner = planner(1, 1);
    planner.reserve("a");
    Waiter<String, String> waiter = planner.enqueue("a");
    assertThat(waiter.attachment()).isNull();
    waiter.attach("bell");
    assertThat(waiter.attachment()).isEqualTo("bell");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 0", "1, 0, 0, 0", "1, 1, -1, 0", "1, 1, 0, -1"})
  void limits_make_sense(int perKey, int total, long idleNanos, long ageNanos) {
    assertThatThrownBy(() -> planner(perKey, total, idleNanos, ageNanos))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(": " + List.of(perKey, total, idleNanos, ageNanos));
  }

  private static PoolPlanner<String, String> planner(int perKey, int total) {
    return planner(perKey, total, 1000, NEVER);
  }

  private static PoolPlanner<String, String> planner(int perKey, int total, long idle, long age) {
    return new PoolPlanner<>(perKey, total, idle, age);
  }

  private static void idle(
      PoolPlanner<String, String> planner, String key, String connection, long now) {
    assertThat(planner.reserve(key)).isTrue();
    assertThat(planner.release(key, connection, 0, now)).isNull();
  }

  private static void takeAndGiveBack(PoolPlanner<String, String> planner, int times) {
    for (int i = 0; i < times; i++) {
      String connection = planner.acquire("a", 10 + i);
      planner.nextExpiry();
      planner.release("a", Objects.requireNonNull(connection), 0, 10 + i);
    }
  }

  private static void assertCounts(
      PoolPlanner<String, String> planner, int leased, int idle, int waiting) {
    PoolSnapshot<String> snapshot = planner.snapshot();
    assertThat(List.of(snapshot.leased(), snapshot.idle(), snapshot.waiting()))
        .as("leased, idle, waiting of %s", snapshot)
        .containsExactly(leased, idle, waiting);
  }

  private static void assertClosed(
      PoolPlanner<String, String> planner, CloseReason reason, long times) {
    assertThat(planner.snapshot().totals().closed()).containsEntry(reason, times);
  }

  private static void assertWaiting(Waiter<String, String> waiter) {
    assertThat(waiter.served()).isFalse();
    assertThat(waiter.mayOpen()).isFalse();
    assertThat(waiter.connection()).isNull();
  }

  private static void assertNothingToWaitFor(PoolPlanner<String, String> planner, String key) {
    assertThatThrownBy(() -> planner.enqueue(key))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is a place for " + key + ", nothing to wait for");
  }

  private static void assertNothingLeased(PoolPlanner<String, String> planner) {
    assertThatThrownBy(() -> planner.release("a", "a1", 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing of a is leased");
    assertThatThrownBy(() -> planner.discard("a")).isInstanceOf(IllegalStateException.class);
  }
}
