package io.godwit.client;

import io.godwit.policy.given.Cell;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A cell in one atomic reference: who was slower tries again with what the quicker one left. */
final class AtomicCell<S> implements Cell<S> {
  private final AtomicReference<S> place;

  AtomicCell(S value) {
    place = new AtomicReference<>(value);
  }

  @Override
  public S value() {
    return Objects.requireNonNull(place.get());
  }

  @Override
  public S update(UnaryOperator<S> change) {
    return place.updateAndGet(change);
  }
}
