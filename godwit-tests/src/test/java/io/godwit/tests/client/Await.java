package io.godwit.tests.client;

import java.util.function.BooleanSupplier;

/**
 * Waits for what another thread does, without guessing how long it takes; the test has a timeout.
 */
final class Await {
  private Await() {}

  @SuppressWarnings("ThreadPriorityCheck") // a hint to let the others work, nothing relies on it
  static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("the condition was not met in the time of the test");
      }
      Thread.yield();
    }
  }
}
