package io.godwit.server;

import io.godwit.http.Uri;
import org.jspecify.annotations.Nullable;

/**
 * The route that a request has come to. What its parameters are is looked for when it is asked for.
 *
 * @param path the whole path, encoded
 * @param from where in it the template begins: a slash, or its end
 * @param outer the mount that this lies in
 */
record RouteMatch(Route route, String path, int from, @Nullable RouteMatch outer) {

  /** Where the part of the path begins that a mounted handler is to see. */
  int mountedTo() {
    return route.mounted() < 0 ? from : startOf(route.mounted()) - 1;
  }

  /** The value of that parameter; null when no template has it. */
  @Nullable String parameter(String name) {
    int index = route.template().indexOf(name);
    if (index < 0) {
      return outer == null ? null : outer.parameter(name);
    }
    int start = startOf(index);
    if (route.template().segments().get(index) instanceof RouteTemplate.Rest) {
      return path.substring(Math.min(start, path.length()));
    }
    int slash = path.indexOf('/', start);
    return Uri.decoded(path.substring(start, slash < 0 ? path.length() : slash));
  }

  /** Where a segment begins; one behind the end of the path when the path ends before it. */
  private int startOf(int segment) {
    int start = from + 1;
    for (int i = 0; i < segment; i++) {
      int slash = path.indexOf('/', start);
      start = slash < 0 ? path.length() + 1 : slash + 1;
    }
    return start;
  }

  /** The template with those of the mounts around it. */
  String template() {
    return outer == null ? route.template().text() : outer.prefix() + route.template().text();
  }

  private String prefix() {
    String text = route.template().text();
    int cut = route.template().open() ? text.lastIndexOf('/') : text.length();
    return (outer == null ? "" : outer.prefix()) + text.substring(0, cut);
  }
}
