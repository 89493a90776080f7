/**
 * Stand-ins for what a program talks to: an in-memory network, clocks that are turned by hand.
 *
 * <p>May depend on all of {@code io.godwit}. Each type says whether it may be shared by threads.
 */
@NullMarked
package io.godwit.testkit;

import org.jspecify.annotations.NullMarked;
