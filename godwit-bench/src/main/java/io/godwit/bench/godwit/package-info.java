/**
 * Godwit's client, with its defaults: finite timeouts, limits, a pool of 64 per origin. Each call
 * begins with the URL as text, as its users' calls do. And Godwit's server, with its defaults.
 *
 * <p>Depends on {@code io.godwit.bench.driver} and on Godwit. Thread-safe except for downloads and
 * uploads, which one thread does.
 */
@NullMarked
package io.godwit.bench.godwit;

import org.jspecify.annotations.NullMarked;
