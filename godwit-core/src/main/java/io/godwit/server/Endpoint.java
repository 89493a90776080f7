package io.godwit.server;

import io.godwit.http.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of one shape of paths, by method. Filled while a router is built. */
final class Endpoint {
  private final List<Route> routes = new ArrayList<>(2);
  private @Nullable Route any;

  /**
   * Takes a route in.
   *
   * @throws IllegalArgumentException when another one is for the same requests
   */
  void add(Route route) {
    for (Route other : routes) {
      requireDifferent(route, other);
    }
    if (any != null) {
      requireDifferent(route, any);
    }
    if (route.method() == null) {
      any = route;
    } else {
      routes.add(route);
    }
  }

  private static void requireDifferent(Route route, Route other) {
    if (route.conflictsWith(other)) {
      throw new IllegalArgumentException(
          "two routes for the same requests: " + other + " and " + route);
    }
  }

  /** The route for that method: its own, for HEAD that of GET, that of any; null for none. */
  @Nullable Route find(Method method) {
    Route own = own(method);
    if (own == null && method.equals(Method.HEAD)) {
      own = own(Method.GET);
    }
    return own == null ? any : own;
  }

  private @Nullable Route own(Method method) {
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      if (method.equals(route.method())) {
        return route;
      }
    }
    return null;
  }

  /** Adds the methods that have routes, and HEAD with GET. */
  void addMethods(Set<String> to) {
    for (Route route : routes) {
      if (route.method() != null) {
        to.add(route.method().name());
      }
    }
    if (own(Method.GET) != null) {
      to.add(Method.HEAD.name());
    }
  }

  /** The innermost group that all of its routes belong to. */
  RouteScope scope() {
    RouteScope shared = any == null ? routes.getFirst().scope() : any.scope();
    for (Route route : routes) {
      shared = shared.shared(route.scope());
    }
    return shared;
  }
}
