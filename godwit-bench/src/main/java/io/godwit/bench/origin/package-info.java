/**
 * The server that all cases talk to, in a process of its own, and the files it serves.
 *
 * <p>Depends on {@code io.godwit.bench.driver}.
 */
@NullMarked
package io.godwit.bench.origin;

import org.jspecify.annotations.NullMarked;
