package io.godwit.client;

import io.godwit.http.Response;
import java.nio.ByteBuffer;

/**
 * Is told what happens to calls. Every method has a default that does nothing. Bound to a client
 * ({@link HttpClientBuilder#listener}, {@link HttpClient#listen}) it hears of all calls, bound to a
 * call ({@link CallBuilder#listener}) of that one.
 *
 * <pre>{@code
 * try (ListenerHandle bound = client.listen(new CallListener() {
 *   @Override
 *   public void ended(CallView call, CallEnd end) {
 *     log(call.requested() + ": " + end + " in " + call.timings().total());
 *   }
 * })) {
 *   client.get(url).send();
 * }
 * }</pre>
 *
 * <p>The order is this. Per exchange, so again after a redirect, a challenge or a retry: {@link
 * #sending}, {@link #sent} if there is content, {@link #received} as often as something is read,
 * {@link #interim} for each interim response, {@link #responded}. Once per call, for the final
 * response alone: {@link #answered}, {@link #content} as it is read, {@link #ended}. What redirects
 * and the like bring as content is thrown away, and of exchanges that fetch a token for the call
 * nothing is told. At each step the listeners of the client come first, in the order in which they
 * were bound, then those of the call.
 *
 * <p>All but {@link #sent} run on the thread of the call, which waits for them: what takes long in
 * a listener takes long for the call. An exception of a listener is logged, and neither the call
 * nor the other listeners notice; an {@link Error} ends the call. A listener of a client is called
 * by all calls at once.
 */
public interface CallListener {
  /**
   * An exchange is about to begin: the connection is there, and nothing of the request has left.
   * All that policies add to the request is there, secrets included.
   */
  default void sending(CallView call, ExchangeStart exchange) {}

  /**
   * Content of the request has left. Told when all of it has, and before that at most ten times a
   * second; from the beginning again with each exchange. A body that is not small is written by a
   * thread of its own, and then this is that thread: what takes long here takes long for the body.
   *
   * @param bytes so far, of this exchange
   * @param total the length of the content; -1 when it is not known
   */
  default void sent(CallView call, long bytes, long total) {}

  /**
   * Bytes were read from the connection, before anything is made of them; with TLS they are
   * decrypted. The end of one exchange's bytes and the beginning of the next show by {@link
   * #sending}.
   *
   * @param bytes read-only, of each listener its own; only good until the method returns
   */
  default void received(CallView call, ByteBuffer bytes) {}

  /** An interim response (1xx) has arrived. */
  default void interim(CallView call, Response interim) {}

  /**
   * The head of the response to this exchange is there, as it came: that of a redirect, of a
   * challenge or of what will be tried again, and the call's last one. Not told of what a cache
   * answers.
   */
  default void responded(CallView call, Response head) {}

  /** The head of the final response is there, as the caller will get it; its body is empty. */
  default void answered(CallView call, Response head) {}

  /**
   * A piece of the final response's content is handed over to the caller or collected for him: the
   * framing is gone, and codings are undone where that is wanted.
   *
   * @param content read-only, of each listener its own; only good until the method returns
   */
  default void content(CallView call, ByteBuffer content) {}

  /**
   * The call is over. Told once of each call. When the content is streamed that is the moment when
   * it was read to its end, or closed, on the thread that did so.
   */
  default void ended(CallView call, CallEnd end) {}

  /** A connection was opened. Told to listeners of the client only, as calls share connections. */
  default void opened(ConnectionEvent connection) {}

  /** A kept connection serves another exchange. Told to listeners of the client only. */
  default void reused(ConnectionEvent connection) {}

  /**
   * A connection was closed, by either side. Told to listeners of the client only; on another
   * thread when the connection was idle.
   */
  default void closed(ConnectionEvent connection) {}
}
