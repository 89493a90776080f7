package io.godwit.http;

/** Dot segments and the merging of paths (RFC 3986 section 5.2). */
final class UriPath {
  private UriPath() {}

  /** The encoded path, empty or beginning with a slash, in its form under a scheme. */
  static String canonical(String scheme, String path) {
    if (path.isEmpty()) {
      return UriScheme.isHttp(scheme) ? "/" : "";
    }
    return hasDotSegment(path) ? withoutDotSegments(path) : path;
  }

  /** The path of a reference, not empty, set against a base that has an authority. */
  static String merge(String base, String reference) {
    return reference.startsWith("/")
        ? reference
        : (base.isEmpty() ? "/" : base.substring(0, base.lastIndexOf('/') + 1)) + reference;
  }

  private static boolean hasDotSegment(String path) {
    for (int i = path.indexOf("/."); i >= 0; i = path.indexOf("/.", i + 1)) {
      int end = path.startsWith("/..", i) ? i + 3 : i + 2;
      if (end == path.length() || path.charAt(end) == '/') {
        return true;
      }
    }
    return false;
  }

  /** Section 5.2.4, segment by segment. A dot segment at the end leaves its slash. */
  private static String withoutDotSegments(String path) {
    StringBuilder out = new StringBuilder(path.length());
    int from = 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from + 1);
      int to = slash < 0 ? path.length() : slash;
      boolean up = to - from == 3 && path.startsWith("/..", from);
      if (up) {
        out.setLength(Math.max(out.lastIndexOf("/"), 0));
      }
      if (up || (to - from == 2 && path.startsWith("/.", from))) {
        if (slash < 0) {
          out.append('/');
        }
      } else {
        out.append(path, from, to);
      }
      from = to;
    }
    return out.toString();
  }
}
