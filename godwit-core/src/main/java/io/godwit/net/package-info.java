/**
 * The world outside: byte pipes, names, time. Main types: {@link io.godwit.net.Channel}, {@link
 * io.godwit.net.Network}, {@link io.godwit.net.Resolver}, {@link io.godwit.net.Clock}, {@link
 * io.godwit.net.Watchdog}. May depend on {@code io.godwit.wire} and {@code io.godwit.http}.
 *
 * <p>Calls block the calling thread, platform or virtual; a deadline or another thread ends them,
 * see {@link io.godwit.net.Watchdog}.
 */
@NullMarked
package io.godwit.net;

import org.jspecify.annotations.NullMarked;
