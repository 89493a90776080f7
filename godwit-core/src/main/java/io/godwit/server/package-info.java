/**
 * The HTTP server: {@link io.godwit.server.HttpServer} is started with a {@link
 * io.godwit.server.Handler}, which turns a {@link io.godwit.server.ServerRequest} into a {@link
 * io.godwit.http.Response}.
 *
 * <p>A {@link io.godwit.server.Router} is a handler that chooses among others by method and path;
 * {@link io.godwit.server.Filter}s stand around handlers, groups of them, or the whole server.
 *
 * <p>One virtual thread per connection reads, runs the handler and writes, in plain blocking code;
 * deadlines are kept by the {@link io.godwit.net.Watchdog}. Bytes and rules are the business of the
 * machine in {@code io.godwit.wire.h1}; whoever wants to work below this level drives one with
 * {@link io.godwit.net.blocking.BlockingDriver} over an accepted {@link io.godwit.net.Channel}, as
 * {@code ServerConnection} does. May depend on {@code io.godwit.net}, {@code io.godwit.wire} and
 * {@code io.godwit.http}.
 *
 * <p>RFC 9110, RFC 9112.
 */
@NullMarked
package io.godwit.server;

import org.jspecify.annotations.NullMarked;
