package io.godwit.client;

/**
 * Takes what the calling thread knows (scoped values, the context of a logger) along to the threads
 * that work for its call: that of {@link CallBuilder#sendAsync}, and the one that writes a large
 * request body. Everything else happens on the calling thread anyway.
 *
 * <pre>{@code
 * static final ScopedValue<String> USER = ScopedValue.newInstance();
 *
 * static HttpClient clientThatKnowsItsUser() {
 *   return HttpClient.builder()
 *       .context(
 *           () -> {
 *             String user = USER.orElse("nobody");
 *             return work -> ScopedValue.where(USER, user).run(work);
 *           })
 *       .build();
 * }
 * }</pre>
 *
 * <p>Called by all calls of a client at once.
 */
@FunctionalInterface
public interface ContextCarrier {
  /**
   * Takes the context of the current thread. What is thrown here, the caller gets from his call.
   */
  Context capture();

  /** A context that was taken. */
  @FunctionalInterface
  interface Context {
    /**
     * Runs the work, once, with the context, and takes the context off again. On the thread that
     * works for the call; if the work is not run, the call fails.
     */
    void run(Runnable work);
  }
}
