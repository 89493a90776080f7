package io.godwit.http;

/**
 * An exchange of a call that came before its last: a redirect, a challenge, a refusal that was
 * retried. Immutable.
 *
 * @param request as it was sent, but for what the connection added
 * @param response the answer, without its content, which was not read
 */
public record Hop(Request request, Response response) {
  /** Both in a line, such as {@code GET http://example.org/ -> 302 Found}. */
  @Override
  public String toString() {
    return request + " -> " + response;
  }
}
