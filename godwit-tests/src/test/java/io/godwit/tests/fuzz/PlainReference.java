package io.godwit.tests.fuzz;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The resolution of references straight from the text of RFC 3986 section 5.2, on canonical texts,
 * and what a query becomes, character by character.
 *
 * @param scheme null if undefined, as all that follows but the path
 */
record PlainReference(
    @Nullable String scheme,
    @Nullable String authority,
    String path,
    @Nullable String query,
    @Nullable String fragment) {

  /** Splits a text by the regular expression of appendix B, by hand. */
  static PlainReference split(String text) {
    String rest = text;
    int hash = rest.indexOf('#');
    String fragment = hash < 0 ? null : rest.substring(hash + 1);
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int question = rest.indexOf('?');
    String query = question < 0 ? null : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    int colon = rest.indexOf(':');
    int slash = rest.indexOf('/');
    boolean hasScheme = colon > 0 && (slash < 0 || colon < slash);
    String scheme = hasScheme ? rest.substring(0, colon) : null;
    rest = hasScheme ? rest.substring(colon + 1) : rest;
    String authority = null;
    if (rest.startsWith("//")) {
      int end = rest.indexOf('/', 2) < 0 ? rest.length() : rest.indexOf('/', 2);
      authority = rest.substring(2, end);
      rest = rest.substring(end);
    }
    return new PlainReference(scheme, authority, rest, query, fragment);
  }

  /** Section 5.2.2, this being the base. */
  PlainReference resolve(PlainReference r) {
    if (r.scheme != null) {
      return r;
    }
    if (r.authority != null) {
      return new PlainReference(scheme, r.authority, withoutDots(r.path), r.query, r.fragment);
    }
    if (r.path.isEmpty()) {
      return new PlainReference(
          scheme, authority, path, r.query != null ? r.query : query, r.fragment);
    }
    String merged = r.path;
    if (!r.path.startsWith("/")) {
      merged =
          authority != null && path.isEmpty()
              ? "/" + r.path
              : path.substring(0, path.lastIndexOf('/') + 1) + r.path;
    }
    return new PlainReference(scheme, authority, withoutDots(merged), r.query, r.fragment);
  }

  /** Section 5.2.4, with its two buffers. */
  static String withoutDots(String path) {
    String input = path;
    String output = "";
    while (!input.isEmpty()) {
      if (input.startsWith("../")) {
        input = input.substring(3);
      } else if (input.startsWith("./")) {
        input = input.substring(2);
      } else if (input.startsWith("/./")) {
        input = input.substring(2);
      } else if (input.equals("/.")) {
        input = "/";
      } else if (input.startsWith("/../") || input.equals("/..")) {
        input = "/" + input.substring(Math.min(4, input.length()));
        output = output.substring(0, Math.max(0, output.lastIndexOf('/')));
      } else if (input.equals(".") || input.equals("..")) {
        input = "";
      } else {
        int next = input.indexOf('/', 1);
        int end = next < 0 ? input.length() : next;
        output += input.substring(0, end);
        input = input.substring(end);
      }
    }
    return output;
  }

  /** The query of a text as it was typed, in its canonical form; null if there is none. */
  static @Nullable String canonicalQuery(String typed) {
    int to = typed.length();
    while (to > 0 && isSpace(typed.charAt(to - 1))) {
      to--;
    }
    String query = split(typed.substring(0, to)).query;
    if (query == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < query.length(); ) {
      int c = query.codePointAt(i);
      boolean escape = c == '%' && query.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*");
      if (escape || Character.toString(c).matches("[A-Za-z0-9._~!$&'()*+,;=:@/?-]")) {
        out.appendCodePoint(c);
      } else {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          out.append(String.format("%%%02X", octet));
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isSpace(char c) {
    boolean ascii = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    return ascii || (c >= 0x80 && (Character.isSpaceChar(c) || c == '\uFEFF'));
  }

  /** Section 5.3. */
  @Override
  public String toString() {
    return (scheme == null ? "" : scheme + ":")
        + (authority == null ? "" : "//" + authority)
        + path
        + (query == null ? "" : "?" + query)
        + (fragment == null ? "" : "#" + fragment);
  }
}
