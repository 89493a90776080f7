package io.godwit.policy.dial;

import java.net.SocketAddress;

/** One address of a plan, dialled. Open until it has failed or was abandoned. */
final class Attempt {
  final int number;
  final SocketAddress address;
  final long begun;
  final long deadline;
  boolean open = true;

  Attempt(int number, SocketAddress address, long begun, long deadline) {
    this.number = number;
    this.address = address;
    this.begun = begun;
    this.deadline = deadline;
  }

  boolean late(long now) {
    return now >= deadline;
  }

  /** The time it had, in nanoseconds. */
  long time() {
    return deadline - begun;
  }
}
