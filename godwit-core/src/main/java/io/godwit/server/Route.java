package io.godwit.server;

import io.godwit.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * What answers the requests of one method for the paths of one template.
 *
 * @param method null for any
 * @param handler with the filters of its group around it
 * @param scope the group it belongs to
 * @param mounted the segments of the path that belong to the mount, -1 for what is no mount
 */
record Route(
    @Nullable Method method,
    RouteTemplate template,
    Handler handler,
    RouteScope scope,
    int mounted) {

  /** Whether both cannot be there at once. */
  boolean conflictsWith(Route other) {
    return method == null ? other.method == null : method.equals(other.method);
  }

  @Override
  public String toString() {
    return (method == null ? "any method" : method.name()) + " " + template;
  }
}
