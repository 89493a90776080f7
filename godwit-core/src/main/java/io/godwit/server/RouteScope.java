package io.godwit.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of routes while a router is built: its prefix and its filters. */
final class RouteScope {
  private final @Nullable RouteScope parent;
  private final String prefix;
  private final List<Filter> filters = new ArrayList<>();

  RouteScope() {
    this.parent = null;
    this.prefix = "";
  }

  RouteScope(RouteScope parent, String prefix) {
    this.parent = parent;
    this.prefix = parent.prefix + prefix;
  }

  /** What the templates of its routes begin with. */
  String prefix() {
    return prefix;
  }

  boolean isOutermost() {
    return parent == null;
  }

  void add(Filter filter) {
    filters.add(filter);
  }

  /** The handler with the filters of this group, and of those around it but the outermost. */
  Handler around(Handler handler) {
    Handler whole = handler;
    for (RouteScope scope = this; scope.parent != null; scope = scope.parent) {
      whole = scope.within(whole);
    }
    return whole;
  }

  /** The handler with this group's own filters, the first outermost. */
  Handler within(Handler handler) {
    Handler whole = handler;
    for (Filter filter : filters.reversed()) {
      whole = filter.around(whole);
    }
    return whole;
  }

  /** The innermost group that both belong to. */
  RouteScope shared(RouteScope other) {
    for (RouteScope mine = this; mine.parent != null; mine = mine.parent) {
      for (RouteScope theirs = other; theirs != null; theirs = theirs.parent) {
        if (mine == theirs) {
          return mine;
        }
      }
    }
    return outermost();
  }

  private RouteScope outermost() {
    RouteScope scope = this;
    while (scope.parent != null) {
      scope = scope.parent;
    }
    return scope;
  }
}
