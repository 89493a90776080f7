package io.godwit.http;

import java.util.Optional;

/**
 * A request as a value: what a client sends and what a server has received. Immutable.
 *
 * <pre>{@code
 * Request request = Request.of(Method.GET, Uri.of("https://example.org/")).withHeader("Accept", "text/html");
 * }</pre>
 *
 * @param method the method
 * @param uri what is asked for, absolute
 * @param headers the header fields; fields that belong to the connection are added when it is sent
 * @param body the content, {@link Body#empty()} for none
 * @param version the protocol version
 */
public record Request(Method method, Uri uri, Headers headers, Body body, Version version) {
  /**
   * Checks the URI.
   *
   * @throws InvalidMessage when it is a relative reference
   */
  public Request {
    if (!uri.absolute()) {
      throw new InvalidMessage("the URI of a request is absolute, and this is not: " + uri);
    }
  }

  /** A request of HTTP/1.1 without headers and content. */
  public static Request of(Method method, Uri uri) {
    return new Request(method, uri, Headers.empty(), Body.empty(), Version.HTTP_1_1);
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** A copy with that method. */
  public Request withMethod(Method method) {
    return new Request(method, uri, headers, body, version);
  }

  /**
   * A copy with that URI. A Host field stays as it is.
   *
   * @throws InvalidMessage when it is a relative reference
   */
  public Request withUri(Uri uri) {
    return new Request(method, uri, headers, body, version);
  }

  /** A copy with this as the only field of its name. */
  public Request withHeader(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  /** A copy with these header fields. */
  public Request withHeaders(Headers headers) {
    return new Request(method, uri, headers, body, version);
  }

  /** A copy with that content. */
  public Request withBody(Body body) {
    return new Request(method, uri, headers, body, version);
  }

  /** A copy of that version. */
  public Request withVersion(Version version) {
    return new Request(method, uri, headers, body, version);
  }

  /**
   * Method and URI, such as {@code GET https://example.org/}; without user information and fields,
   * but with the query.
   */
  @Override
  public String toString() {
    return method + " " + uri;
  }
}
