package io.godwit.http;

/**
 * What may share secrets and connections: scheme, host and port (RFC 9110 section 4.3.1). Two
 * origins are the same if all three are equal; {@link Uri#origin()} makes them canonical.
 * Immutable.
 *
 * @param scheme in lower case
 * @param host as of {@link Uri#host()}: lower-case ASCII, IPv6 without brackets
 * @param port the port, always explicit; -1 if the URI names none and its scheme has no known one
 */
public record Origin(String scheme, String host, int port) {

  /**
   * The origin as a URI writes it: IPv6 in brackets, the port unless the scheme means it anyway.
   */
  @Override
  public String toString() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String prefix = scheme + "://" + name;
    return port < 0 || port == UriScheme.defaultPort(scheme) ? prefix : prefix + ":" + port;
  }
}
