package io.godwit.policy.cookie;

import io.godwit.http.Uri;

/** Where cookies belong: the matching of hosts and paths (RFC 6265bis section 5.1). */
final class CookieScope {
  private CookieScope() {}

  /** Whether cookies marked Secure may go there, and come from there. */
  static boolean secure(Uri uri) {
    return uri.scheme().equals("https") || uri.scheme().equals("wss");
  }

  /** Whether the host, a name and not an address, is the domain or in it (section 5.1.3). */
  static boolean domainMatches(String host, String domain) {
    return host.endsWith(domain)
        && (host.length() == domain.length()
            || host.charAt(host.length() - domain.length() - 1) == '.');
  }

  /** Whether a request for the path gets the cookies of that other path (section 5.1.4). */
  static boolean pathMatches(String path, String cookiePath) {
    return path.startsWith(cookiePath)
        && (path.length() == cookiePath.length()
            || cookiePath.endsWith("/")
            || path.charAt(cookiePath.length()) == '/');
  }

  /** The path of cookies that name none: that of the request up to its last slash. */
  static String defaultPath(Uri uri) {
    String path = uri.path();
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
