package io.godwit.http;

/**
 * A request as a value: what a client sends and what a server has received. Immutable.
 *
 * <pre>{@code
 * Request request = Request.of(Method.GET, Uri.of("https://example.org/")).withHeader("Accept", "text/html");
 * }</pre>
 *
 * @param method the method
 * @param uri the target, absolute
 * @param headers the header fields; fields that belong to the connection are added when it is sent
 * @param body the content, {@link Body#empty()} for none
 * @param version the protocol version
 */
public record Request(Method method, Uri uri, Headers headers, Body body, Version version) {
  /** A request of HTTP/1.1 without headers and content. */
  public static Request of(Method method, Uri uri) {
    return new Request(method, uri, Headers.empty(), Body.empty(), Version.HTTP_1_1);
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

  /** Method and target, such as {@code GET https://example.org/}; never a secret. */
  @Override
  public String toString() {
    return method + " " + uri;
  }
}
