package io.godwit.client;

import io.godwit.http.HttpFailure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call on a virtual thread, as a future. Cancelling interrupts the thread, which ends whatever it
 * waits for: the queue, a look-up, or the connection, which is closed.
 */
final class AsyncCall extends CompletableFuture<BufferedResponse> {
  private volatile @Nullable Thread thread;

  private AsyncCall() {}

  /** Makes the call; fails where describing it fails. */
  interface Source {
    Call call() throws HttpFailure;
  }

  static AsyncCall start(HttpClient client, Source source) {
    AsyncCall result = new AsyncCall();
    Call call;
    ContextCarrier.Context context;
    try {
      call = source.call(); // as it is described now: the caller may go on to change that
      context = client.options().context().capture();
    } catch (HttpFailure | RuntimeException failure) {
      result.completeExceptionally(failure);
      return result;
    }
    Thread thread =
        Thread.ofVirtual().name("godwit-call").unstarted(() -> result.run(client, call, context));
    result.thread = thread;
    thread.start();
    return result;
  }

  private void run(HttpClient client, Call call, ContextCarrier.Context context) {
    try {
      context.run(() -> run(client, call));
    } catch (RuntimeException | Error e) { // the context's own: the call's are in the future
      completeExceptionally(e);
    }
    completeExceptionally(new IllegalStateException("the context has not run the call"));
  }

  private void run(HttpClient client, Call call) {
    if (isDone()) {
      return; // cancelled before it began
    }
    try {
      complete(client.send(call));
    } catch (HttpFailure | RuntimeException | Error failure) {
      completeExceptionally(failure);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Thread running = thread;
    if (cancelled && running != null) {
      running.interrupt();
    }
    return cancelled;
  }

  /** Stages that depend on this one are plain futures: cancelling them does not end the call. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
