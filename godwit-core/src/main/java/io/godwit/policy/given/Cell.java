package io.godwit.policy.given;

import java.util.function.UnaryOperator;

/**
 * The one place of a value that calls share: a cookie jar, known nonces, a retry budget. The value
 * itself is immutable, and what may become of it is a pure function; who owns the cell makes the
 * exchange of the old for the new safe between threads.
 *
 * @param <S> the value, immutable
 */
public interface Cell<S> {
  /** The present value. */
  S value();

  /**
   * Puts what the function makes of the present value in its place. The function may be run more
   * than once, when another thread was quicker, so it has no side effects.
   *
   * @return the new value
   */
  S update(UnaryOperator<S> change);
}
