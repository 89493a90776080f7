package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AuthMemoryTest {
  private record Name(String name) implements AuthMemory.Key<String> {
    @Override
    public Class<String> type() {
      return String.class;
    }
  }

  @Test
  void what_is_remembered_is_found_replaced_and_forgotten() {
    AuthMemory empty = AuthMemory.empty();
    AuthMemory one = empty.with(new Name("a"), "1");
    assertThat(one.find(new Name("a"))).contains("1");
    assertThat(one.find(new Name("b"))).isEmpty();
    assertThat(empty.find(new Name("a"))).as("immutable").isEmpty();
    assertThat(one.with(new Name("a"), "2").find(new Name("a"))).contains("2");
    assertThat(one.without(new Name("a")).find(new Name("a"))).isEmpty();
    assertThat(one.without(new Name("b")).find(new Name("a"))).contains("1");
    assertThat(one).hasToString("1 remembered");
  }

  @Test
  void what_was_not_changed_for_longest_is_forgotten_first() {
    AuthMemory memory = AuthMemory.empty();
    for (int i = 0; i < AuthMemory.MOST; i++) {
      memory = memory.with(new Name("n" + i), "v");
    }
    assertThat(memory.find(new Name("n0"))).contains("v");
    memory = memory.with(new Name("n0"), "w").with(new Name("new"), "v");
    assertThat(memory.find(new Name("n0"))).contains("w");
    assertThat(memory.find(new Name("n1"))).isEmpty();
    assertThat(memory.find(new Name("n2"))).contains("v");
    assertThat(memory).hasToString("256 remembered");
  }
}
