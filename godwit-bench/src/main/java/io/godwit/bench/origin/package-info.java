/**
 * The server that all cases talk to, in a process of its own, and the files it serves and takes.
 *
 * <p>Depends on {@code io.godwit.bench.driver}, on the pinning in {@code worker}, on Godwit's
 * server, and on the testkit's certificates.
 */
@NullMarked
package io.godwit.bench.origin;

import org.jspecify.annotations.NullMarked;
