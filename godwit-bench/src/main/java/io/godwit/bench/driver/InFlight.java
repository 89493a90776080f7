package io.godwit.bench.driver;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps so many calls of a callback client in flight: the end of one starts the next. */
public record InFlight(Async client, int calls) implements Driver {

  @Override
  public int run(int requests) throws Exception {
    Batch batch = new Batch(client, requests);
    client.start(() -> batch.begin(Math.min(calls, requests)));
    batch.await();
    return requests;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static final class Batch implements Async.Report {
    private final Async client;
    private final AtomicInteger unsent;
    private final AtomicInteger unanswered;
    private final CountDownLatch over;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Batch(Async client, int requests) {
      this.client = client;
      this.unsent = new AtomicInteger(requests);
      this.unanswered = new AtomicInteger(requests);
      this.over = new CountDownLatch(requests == 0 ? 0 : 1);
    }

    void begin(int calls) {
      for (int i = 0; i < calls; i++) {
        next();
      }
    }

    @Override
    public void done(@Nullable Throwable problem) {
      if (problem != null) {
        failure.compareAndSet(null, problem);
        over.countDown();
        return;
      }
      if (unanswered.decrementAndGet() == 0) {
        over.countDown();
        return;
      }
      next();
    }

    void await() throws InterruptedException {
      over.await();
      Throwable problem = failure.get();
      if (problem != null) {
        throw new IllegalStateException("a call failed: " + problem, problem);
      }
    }

    private void next() {
      if (unsent.getAndDecrement() > 0) {
        client.get(this);
      }
    }
  }
}
