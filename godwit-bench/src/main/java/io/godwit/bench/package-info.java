/**
 * The benchmark program: {@link io.godwit.bench.Bench} is its command line, {@link
 * io.godwit.bench.Session} the run itself.
 *
 * <p>Depends on all packages below it. Single-threaded.
 */
@NullMarked
package io.godwit.bench;

import org.jspecify.annotations.NullMarked;
