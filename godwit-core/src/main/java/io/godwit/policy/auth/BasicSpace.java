package io.godwit.policy.auth;

import io.godwit.http.Origin;
import io.godwit.http.Request;

/**
 * Where a server has taken Basic, so that it need not ask again: everything at or below the
 * directory of the request (RFC 7617 section 2.2).
 *
 * @param directory the beginning of the paths, up to a slash
 */
record BasicSpace(String directory) {
  /**
   * Where it is remembered.
   *
   * @param role who was convinced
   * @param origin of the server or proxy
   * @param user the name
   */
  record Key(AuthRole role, Origin origin, String user) implements AuthMemory.Key<BasicSpace> {
    @Override
    public Class<BasicSpace> type() {
      return BasicSpace.class;
    }

    @Override
    public String toString() {
      return "Basic for " + origin;
    }
  }

  /** What the answer to that request says about others; a proxy asks for all or for none. */
  static BasicSpace of(Request request, AuthRole role) {
    String path = request.uri().path();
    return new BasicSpace(
        role == AuthRole.PROXY ? "" : path.substring(0, path.lastIndexOf('/') + 1));
  }

  boolean covers(Request request) {
    return request.uri().path().startsWith(directory);
  }

  /** This one, or the other if that is larger or elsewhere. */
  BasicSpace or(BasicSpace other) {
    return other.directory.startsWith(directory) ? this : other;
  }
}
