package io.godwit.server;

import io.godwit.http.Response;

/**
 * Stands around handlers: sees each request before they do and each response after them, and may
 * change both, or answer by itself. Safe between threads, as a {@link Handler} is.
 *
 * <pre>{@code
 * Filter timed = (request, next) -> {
 *   long began = System.nanoTime();
 *   Response response = next.handle(request);
 *   return response.withHeader("Server-Timing", "app;dur=" + (System.nanoTime() - began) / 1e6);
 * };
 * HttpServer.builder().filter(timed).handler(request -> Response.text("hello")).start();
 * }</pre>
 *
 * <p>Filters run in the order in which they were added, the first outermost: those of the server,
 * then those of the {@link Router}, then those of its groups from the outside in. A filter of the
 * server or of a router sees every request that gets there, also one that matches no route; one of
 * a group sees what matches a route of that group, its 405 and its automatic OPTIONS included.
 * Before the choice of a route {@link ServerRequest#pathParameter} knows nothing; after it {@link
 * ServerRequest#route()} says which it was.
 *
 * <p>No filter sees what never becomes a request: malformed messages, those that came too late, and
 * what the server answers to them. What a handler throws passes the filters as an exception, so
 * that one of them may answer for it, and becomes a response outside all of them; what fields that
 * gets a filter says by {@link ServerRequest#failureFields}. The fields that the server adds by
 * itself (Date, Content-Length, Connection) are not there yet, and the content of a response may be
 * read only after the filter has returned. A filter that gives another response in place of what
 * {@code next} made, or throws, discards the content of that ({@link io.godwit.http.Body#discard}).
 */
@FunctionalInterface
public interface Filter {
  /**
   * Answers a request, usually by what {@code next} makes of it.
   *
   * @param next the filters inside this one and the handler; called not at all, once, or several
   *     times, as long as the content is read only once
   * @throws Exception as a {@link Handler} does
   */
  Response filter(ServerRequest request, Handler next) throws Exception;

  /** The handler with this filter around it. */
  default Handler around(Handler handler) {
    return request -> filter(request, handler);
  }
}
