package io.godwit.client;

import io.godwit.http.Request;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An exchange that is about to begin: the connection is there, and nothing of the request has left.
 * A call has more than one when a kept connection turned out to be gone.
 *
 * @param request what is sent, but for the fields that the connection adds
 * @param remote the address of the server
 * @param tls the session of a connection that speaks TLS
 * @param reused whether the connection has served before
 */
public record ExchangeStart(
    Request request, SocketAddress remote, Optional<SSLSession> tls, boolean reused) {}
