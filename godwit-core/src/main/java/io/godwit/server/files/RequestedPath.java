package io.godwit.server.files;

import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request as names of files.
 *
 * @param names each decoded once, and allowed
 * @param endsInSlash whether it is that of a folder
 */
record RequestedPath(List<String> names, boolean endsInSlash) {
  RequestedPath {
    names = List.copyOf(names);
  }

  /**
   * Takes a path apart; empty when it is not one of plain names.
   *
   * @param path encoded, beginning with a slash; or empty, for the folder without its slash
   */
  static Optional<RequestedPath> of(String path, NameRules rules) {
    if (path.isEmpty()) {
      return Optional.of(new RequestedPath(List.of(), false));
    }
    if (path.charAt(0) != '/') {
      return Optional.empty();
    }
    boolean endsInSlash = path.endsWith("/");
    List<String> names = new ArrayList<>();
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      Optional<String> name = decoded(path.substring(from, to));
      if (name.isEmpty() || !rules.allows(name.get(), names.isEmpty())) {
        return Optional.empty();
      }
      names.add(name.get());
      from = to + 1;
    }
    return Optional.of(new RequestedPath(names, endsInSlash));
  }

  private static Optional<String> decoded(String segment) {
    try {
      return Optional.of(Uri.decoded(segment));
    } catch (InvalidUri e) { // broken escapes, or such as are not UTF-8, name nothing
      return Optional.empty();
    }
  }

  /** The path of a file in this folder. */
  RequestedPath with(String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return new RequestedPath(more, false);
  }
}
