/**
 * What a server has to stand rather than what a request costs: {@link io.godwit.bench.soak.Soak}
 * puts many idle connections, slow clients and much content on Godwit's server, which has a JVM of
 * its own, {@link io.godwit.bench.soak.SoakServer}.
 *
 * <p>Depends on {@code io.godwit.bench.worker} for that JVM, and on the clients in {@code bare} and
 * {@code godwit}.
 */
@NullMarked
package io.godwit.bench.soak;

import org.jspecify.annotations.NullMarked;
