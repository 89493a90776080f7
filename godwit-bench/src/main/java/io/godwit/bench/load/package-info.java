/**
 * What turns a server into a {@link io.godwit.bench.driver.Driver}: a load generator that is run
 * against it, so that the process of the case is the server's alone.
 *
 * <p>Depends on {@code io.godwit.bench.driver}.
 */
@NullMarked
package io.godwit.bench.load;

import org.jspecify.annotations.NullMarked;
