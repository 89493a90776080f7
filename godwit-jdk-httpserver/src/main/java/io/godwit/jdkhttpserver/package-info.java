/**
 * The JDK's {@code com.sun.net.httpserver} on Godwit's server, by its own provider interface:
 * programs that use that API run on it unchanged, handlers, contexts, filters, authenticators and
 * HTTPS included. With this jar on the class path or module path {@code HttpServer.create} finds
 * {@link io.godwit.jdkhttpserver.GodwitHttpServerProvider}.
 *
 * <p>{@code ServedContexts} is the server that both kinds, {@code PlainServer} and {@code
 * SecureServer}, are faces of; {@code ServedExchange} is the exchange behind {@code PlainExchange}
 * and {@code SecureExchange}. An exchange is run by {@link io.godwit.server.Handler#streaming}, on
 * a virtual thread of its own or on the executor that the program has set.
 *
 * <p>May depend on {@code io.godwit.server}, {@code net} and {@code http}.
 */
@NullMarked
package io.godwit.jdkhttpserver;

import org.jspecify.annotations.NullMarked;
