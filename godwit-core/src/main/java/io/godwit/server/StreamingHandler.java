package io.godwit.server;

/**
 * Answers requests piece by piece, see {@link Handler#streaming}. Several threads call it at the
 * same time; it must be safe for that.
 */
@FunctionalInterface
public interface StreamingHandler {
  /**
   * Answers a request. Returning ends the response, which is 200 without content if nothing else
   * was said.
   *
   * @throws Exception as long as nothing was sent an answer, as for {@link Handler#handle}; after
   *     that the connection is cut, so that the client cannot take what it has for the whole
   */
  void handle(ServerRequest request, ServerResponse response) throws Exception;
}
