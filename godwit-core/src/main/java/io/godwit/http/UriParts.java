package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * The five components of a URI reference (RFC 3986 section 3), each in its canonical form; what a
 * missing one means and how a path is brought into form is settled before.
 *
 * @param scheme lower case; empty in a relative reference
 * @param authority null in a relative reference without one
 * @param query null if there is none
 * @param fragment null if there is none
 */
record UriParts(
    String scheme,
    @Nullable UriAuthority authority,
    String path,
    @Nullable String query,
    @Nullable String fragment) {

  /** The components put together (RFC 3986 section 5.3), with this in place of user information. */
  String text(@Nullable String userInfo) {
    StringBuilder text = new StringBuilder(64 + path.length());
    if (!scheme.isEmpty()) {
      text.append(scheme).append(':');
    }
    if (authority != null) {
      text.append("//");
      if (userInfo != null) {
        text.append(userInfo).append('@');
      }
      text.append(authority.hostAndPort());
    }
    text.append(path);
    if (query != null) {
      text.append('?').append(query);
    }
    if (fragment != null) {
      text.append('#').append(fragment);
    }
    return text.toString();
  }

  String text() {
    return text(authority == null ? null : authority.userInfo());
  }

  /** Whether this is the canonical text already, so that it need not be made a second time. */
  boolean isText(String text) {
    int at = 0;
    if (!scheme.isEmpty()) {
      at = behind(text, behind(text, at, scheme), ":");
    }
    if (authority != null) {
      at = behind(text, at, "//");
      if (authority.userInfo() != null) {
        at = behind(text, behind(text, at, authority.userInfo()), "@");
      }
      at = behind(text, at, authority.hostAndPort());
    }
    at = behind(text, at, path);
    if (query != null) {
      at = behind(text, behind(text, at, "?"), query);
    }
    if (fragment != null) {
      at = behind(text, behind(text, at, "#"), fragment);
    }
    return at == text.length();
  }

  UriParts withAuthority(UriAuthority authority) {
    return new UriParts(scheme, authority, path, query, fragment);
  }

  UriParts withQuery(String query) {
    return new UriParts(scheme, authority, path, query, fragment);
  }

  UriParts withoutFragment() {
    return new UriParts(scheme, authority, path, query, null);
  }

  /**
   * The target of a reference that was found in what these components name (RFC 3986 section 5.2.2,
   * strict). These have a scheme and an authority.
   */
  UriParts resolve(UriParts reference) {
    if (!reference.scheme.isEmpty()) {
      return reference;
    }
    if (reference.authority != null) {
      return new UriParts(
          scheme,
          reference.authority.under(scheme),
          UriPath.canonical(scheme, reference.path),
          reference.query,
          reference.fragment);
    }
    boolean samePath = reference.path.isEmpty();
    return new UriParts(
        scheme,
        authority,
        samePath ? path : UriPath.canonical(scheme, UriPath.merge(path, reference.path)),
        samePath && reference.query == null ? query : reference.query,
        reference.fragment);
  }

  /** Where the piece ends if it stands at the place, otherwise -1, where nothing stands. */
  private static int behind(String text, int at, String piece) {
    return text.startsWith(piece, at) ? at + piece.length() : -1;
  }
}
