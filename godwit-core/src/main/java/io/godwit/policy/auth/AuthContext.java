package io.godwit.policy.auth;

import io.godwit.http.Entropy;
import io.godwit.http.Origin;
import io.godwit.policy.given.Cell;

/**
 * What a flow is handed.
 *
 * @param role who is to be convinced: the origin server, or a proxy on the way
 * @param origin of the server, or of the proxy
 * @param memory what earlier flows of the client have learnt: nonces, tokens
 * @param entropy for client nonces and the like
 */
public record AuthContext(AuthRole role, Origin origin, Cell<AuthMemory> memory, Entropy entropy) {}
