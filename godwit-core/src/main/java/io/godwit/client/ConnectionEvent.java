package io.godwit.client;

import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A connection at the moment when something happens to it. Immutable.
 *
 * @param number counts the connections of the client, from 1, and tells this one from others
 * @param origin what it leads to, such as {@code https://example.org:443}
 * @param remote the address of the server
 * @param tls the session of a connection that speaks TLS
 * @param resumed whether that session was begun by an earlier connection and taken up again, which
 *     saves a round trip or the checks of certificates (RFC 8446 section 2.2)
 * @param exchanges how many have begun on it before
 */
public record ConnectionEvent(
    long number,
    String origin,
    SocketAddress remote,
    Optional<SSLSession> tls,
    boolean resumed,
    int exchanges) {}
