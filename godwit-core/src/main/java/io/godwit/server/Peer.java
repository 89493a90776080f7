package io.godwit.server;

import java.net.SocketAddress;

/**
 * What the requests of one connection have in common.
 *
 * @param remote the client's address
 * @param scheme of the URIs that are asked for
 * @param authority of a request that names no host
 */
record Peer(SocketAddress remote, String scheme, String authority) {}
