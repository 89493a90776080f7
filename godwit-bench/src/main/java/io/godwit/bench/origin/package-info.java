/**
 * The server that all cases talk to, in a process of its own, and the files it serves.
 *
 * <p>Depends on {@code io.godwit.bench.driver}, on the pinning in {@code worker}, and on Godwit's
 * server.
 */
@NullMarked
package io.godwit.bench.origin;

import org.jspecify.annotations.NullMarked;
