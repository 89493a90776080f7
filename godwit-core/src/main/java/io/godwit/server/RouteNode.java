package io.godwit.server;

import io.godwit.http.Method;
import io.godwit.http.Uri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes whose templates begin alike: a tree with a level for each segment. A literal goes
 * before a parameter, that before the rest; where the better one leads to nothing, the next is
 * tried. A search comes to each node once at most, and to few of them: it depends on the length of
 * the path and not on the number of routes.
 *
 * <p>Filled while a router is built, and only read afterwards.
 */
final class RouteNode {
  private final SegmentTable<RouteNode> literals = new SegmentTable<>();
  private @Nullable RouteNode parameter;
  private @Nullable Endpoint rest;
  private @Nullable Endpoint end;

  /**
   * Takes a route in.
   *
   * @throws IllegalArgumentException when another one is for the same requests
   */
  void add(Route route) {
    RouteNode node = this;
    for (RouteTemplate.Segment segment : route.template().segments()) {
      switch (segment) {
        case RouteTemplate.Literal literal -> node = node.below(literal.text());
        case RouteTemplate.Parameter _ -> node = node.belowParameter();
        case RouteTemplate.Rest _ -> {
          node.rest = node.rest == null ? new Endpoint() : node.rest;
          node.rest.add(route);
          return;
        }
      }
    }
    node.end = node.end == null ? new Endpoint() : node.end;
    node.end.add(route);
  }

  private RouteNode below(String literal) {
    RouteNode known = literals.find(literal, 0, literal.length());
    if (known == null) {
      known = new RouteNode();
      literals.put(literal, known);
    }
    return known;
  }

  private RouteNode belowParameter() {
    if (parameter == null) {
      parameter = new RouteNode();
    }
    return parameter;
  }

  /**
   * The route for a request; null when there is none.
   *
   * @param path encoded
   * @param from where in it a segment begins
   */
  @Nullable Route find(String path, int from, Method method) {
    int slash = path.indexOf('/', from);
    int to = slash < 0 ? path.length() : slash;
    RouteNode literal = literal(path, from, to);
    Route found = literal == null ? null : literal.findBehind(path, slash, method);
    if (found == null && parameter != null && from < to) {
      found = parameter.findBehind(path, slash, method);
    }
    return found == null && rest != null ? rest.find(method) : found;
  }

  private @Nullable Route findBehind(String path, int slash, Method method) {
    if (slash >= 0) {
      return find(path, slash + 1, method);
    }
    return end == null ? null : end.find(method);
  }

  /** Adds the endpoints of all routes for that path, whatever their methods, best first. */
  void collect(String path, int from, List<Endpoint> into) {
    int slash = path.indexOf('/', from);
    int to = slash < 0 ? path.length() : slash;
    RouteNode literal = literal(path, from, to);
    if (literal != null) {
      literal.collectBehind(path, slash, into);
    }
    if (parameter != null && from < to) {
      parameter.collectBehind(path, slash, into);
    }
    if (rest != null) {
      into.add(rest);
    }
  }

  private void collectBehind(String path, int slash, List<Endpoint> into) {
    if (slash >= 0) {
      collect(path, slash + 1, into);
    } else if (end != null) {
      into.add(end);
    }
  }

  private @Nullable RouteNode literal(String path, int from, int to) {
    int escape = path.indexOf('%', from, to);
    if (escape < 0) {
      return literals.find(path, from, to);
    }
    String decoded = Uri.decoded(path.substring(from, to));
    return literals.find(decoded, 0, decoded.length());
  }
}
