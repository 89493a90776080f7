package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import java.util.Optional;

/**
 * Stands around whole calls, with blocking code of its own: may change the request, answer itself,
 * change the answer, try again, or fail. Bound to a client ({@link HttpClientBuilder#interceptor})
 * or to a call ({@link CallBuilder#interceptor}); those of the client are the outer ones, and of
 * those bound to the same the earlier.
 *
 * <pre>{@code
 * Interceptor tracing = chain ->
 *     chain.proceed(chain.request().withHeader("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-01"));
 * }</pre>
 *
 * <p>What the client does by itself (redirects, cookies, authentication, cache, retries) happens
 * within {@code proceed}. Exchanges that fetch a token for a call are never seen. Runs on the
 * thread of the call, for all calls of a client at once. The time limit of the call counts for all
 * that its interceptors do with the network.
 */
@FunctionalInterface
public interface Interceptor {
  /**
   * Gives the response: what {@link Chain#proceed} returned, or {@link Chain#answer}. Whether the
   * caller wants the content streamed or collected makes no difference here. What is thrown, of
   * whatever kind, is what the caller gets; nothing stays open then.
   *
   * @throws HttpFailure when there is no response
   */
  StreamingResponse intercept(Chain chain) throws HttpFailure;

  /** The way on, for one call; only for its thread, until the interceptor has returned. */
  interface Chain {
    /** The request, as the interceptors before have left it. */
    Request request();

    /** What {@link CallBuilder#tag} attached to the call. */
    Optional<Object> tag();

    /**
     * Goes on with the request as it is.
     *
     * @throws HttpFailure when there is no response
     */
    default StreamingResponse proceed() throws HttpFailure {
      return proceed(request());
    }

    /**
     * Goes on with another request. If it goes to another origin, the secrets among the fields of
     * the one before stay behind, and {@code Host} follows the URI unless it was changed, too. What
     * an interceptor sets anew is sent as it is.
     *
     * <p>May be called again, to try once more: what the time before returned is closed then.
     *
     * @throws HttpFailure when there is no response
     */
    StreamingResponse proceed(Request request) throws HttpFailure;

    /**
     * A response of the interceptor's own. Its content may be made from that of one that was
     * proceeded to: closing the one closes the other.
     *
     * <pre>{@code
     * Interceptor offline = chain ->
     *     chain.request().uri().host().equals("example.org")
     *         ? chain.answer(Response.text("gone fishing"))
     *         : chain.proceed();
     * }</pre>
     */
    StreamingResponse answer(Response response);
  }
}
