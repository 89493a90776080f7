/**
 * What is measured, without knowing how: a {@link io.godwit.bench.driver.Case} opens a {@link
 * io.godwit.bench.driver.Driver}, and a driver fetches one {@link io.godwit.bench.driver.Target},
 * or sends to it, so many times. The drivers here turn a client with a blocking call or with a
 * callback into such loops: one thread, 64 virtual threads, 64 calls in flight.
 *
 * <p>Depends on the JDK only. A driver is run by one thread at a time.
 */
@NullMarked
package io.godwit.bench.driver;

import org.jspecify.annotations.NullMarked;
