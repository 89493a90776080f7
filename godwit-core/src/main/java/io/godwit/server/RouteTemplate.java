package io.godwit.server;

import io.godwit.http.Grammar;
import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a route is for, segment by segment.
 *
 * @param text as it was written
 */
record RouteTemplate(String text, List<Segment> segments) {
  private static final String UNNAMED_REST = "{...}";

  /** What stands between two slashes. */
  sealed interface Segment {}

  /** This text, decoded. */
  record Literal(String text) implements Segment {}

  /** Any text but none. */
  record Parameter(String name) implements Segment {}

  /** All segments that are left, one at least, which may be empty. */
  record Rest(String name) implements Segment {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when it is none
   */
  static RouteTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw wrong(text, "it does not begin with a slash");
    }
    List<Segment> segments = new ArrayList<>();
    for (String written : text.substring(1).split("/", -1)) {
      if (!segments.isEmpty() && segments.getLast() instanceof Rest) {
        throw wrong(text, "something follows the rest of the path");
      }
      Segment segment = segment(text, written);
      requireNew(text, segments, segment);
      segments.add(segment);
    }
    return new RouteTemplate(text, List.copyOf(segments));
  }

  /** All paths below that prefix: at least one slash more. */
  static RouteTemplate below(String prefix) {
    return of(prefix + "/" + UNNAMED_REST);
  }

  /**
   * Checks the prefix of a group or a mount.
   *
   * @throws IllegalArgumentException when it does not begin with a slash, or ends with one
   */
  static String prefix(String text) {
    if (!text.startsWith("/") || text.endsWith("/")) {
      throw wrong(text, "a prefix begins with a slash and does not end with one");
    }
    for (Segment segment : of(text).segments()) {
      if (segment instanceof Rest) {
        throw wrong(text, "nothing can follow the rest of the path");
      }
    }
    return text;
  }

  private static Segment segment(String text, String written) {
    if (written.startsWith("{") && written.endsWith("}")) {
      String inside = written.substring(1, written.length() - 1);
      boolean rest = inside.endsWith("...");
      String name = rest ? inside.substring(0, inside.length() - 3) : inside;
      if (!written.equals(UNNAMED_REST)) {
        requireName(text, name);
      }
      return rest ? new Rest(name) : new Parameter(name);
    }
    if (written.indexOf('{') >= 0 || written.indexOf('}') >= 0) {
      throw wrong(text, "a parameter is a whole segment: {name}, or {name...} at the end");
    }
    String literal;
    try {
      literal = Uri.decoded(written);
    } catch (InvalidUri e) {
      throw wrong(text, e.reason());
    }
    if (literal.equals(".") || literal.equals("..")) {
      throw wrong(text, "no path that is routed has dot segments");
    }
    return new Literal(literal);
  }

  private static void requireName(String text, String name) {
    boolean fits =
        !name.isEmpty()
            && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    if (!fits) {
      throw wrong(text, "a parameter's name has letters, digits, '_' and '-' only");
    }
  }

  private static void requireNew(String text, List<Segment> before, Segment segment) {
    String name = nameOf(segment);
    if (name != null && before.stream().anyMatch(other -> name.equals(nameOf(other)))) {
      throw wrong(text, "two parameters are called " + name);
    }
  }

  private static @Nullable String nameOf(Segment segment) {
    return switch (segment) {
      case Literal _ -> null;
      case Parameter parameter -> parameter.name();
      case Rest rest -> rest.name();
    };
  }

  /** Where the parameter of that name stands; -1 when there is none. */
  int indexOf(String name) {
    for (int i = 0; i < segments.size(); i++) {
      if (name.equals(nameOf(segments.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it ends with all that is left of a path. */
  boolean open() {
    return segments.getLast() instanceof Rest;
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("route " + Grammar.quoted(text) + ": " + why);
  }

  @Override
  public String toString() {
    return text;
  }
}
