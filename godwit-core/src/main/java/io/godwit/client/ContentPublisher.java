package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the content of a response to one subscriber, as much as that asks for and not before.
 */
final class ContentPublisher implements Flow.Publisher<ByteBuffer> {
  private static final int PIECE = 16 * 1024;

  private final StreamingResponse response;
  private final ContextCarrier context;
  private final Duration patience;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  /**
   * A publisher of that response's content.
   *
   * @param patience how long the subscriber may ask for nothing
   */
  ContentPublisher(StreamingResponse response, ContextCarrier context, Duration patience) {
    this.response = response;
    this.context = context;
    this.patience = patience;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Subscription subscription =
        new Subscription(Objects.requireNonNull(subscriber, "subscriber")); // rule 1.9
    if (!subscribed.compareAndSet(false, true)) {
      subscription.cancelled = true;
      subscriber.onSubscribe(subscription);
      subscriber.onError(new IllegalStateException("the content can be read once"));
      return;
    }
    ContextCarrier.Context captured = context.capture();
    Thread.ofVirtual().name("godwit-publisher").start(() -> publish(subscription, captured));
  }

  private void publish(Subscription subscription, ContextCarrier.Context captured) {
    RuntimeException why = null;
    try {
      captured.run(subscription::publish);
    } catch (RuntimeException e) {
      why = e;
    } finally {
      response.close();
    }
    subscription.requireBegun(why);
    if (why != null) {
      throw why; // of the subscriber, who must not throw (rule 2.13), or the context after it
    }
  }

  /** What one subscriber has asked for. */
  private final class Subscription implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long wanted;
    private volatile boolean cancelled;
    private boolean begun;
    private @Nullable IllegalArgumentException mistake;

    Subscription(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      lock.lock();
      try {
        if (count <= 0) {
          mistake = new IllegalArgumentException("asked for " + count + " pieces");
        } else {
          wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
        }
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        cancelled = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
      response.close(); // ends a read that is under way
    }

    private void publish() {
      begun = true;
      subscriber.onSubscribe(this);
      ByteBuffer piece = next();
      while (piece != null) {
        subscriber.onNext(piece);
        piece = next();
      }
    }

    /** The next piece that is wanted; null when it is over, and the subscriber knows. */
    private @Nullable ByteBuffer next() {
      ByteBuffer piece = null;
      Exception why = null;
      try {
        piece = awaitDemand() ? read() : null;
      } catch (IOException | RuntimeException e) { // the latter of a coding or a listener
        why = e;
      }
      if (cancelled) {
        return null;
      }
      if (why != null) {
        subscriber.onError(why);
      } else if (piece == null) {
        subscriber.onComplete();
      }
      return piece;
    }

    private @Nullable ByteBuffer read() throws IOException {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      return response.channel().read(piece) < 0 ? null : piece.flip();
    }

    private void requireBegun(@Nullable RuntimeException why) {
      if (!begun) {
        begun = true;
        subscriber.onSubscribe(this);
        subscriber.onError(new IllegalStateException("the context has not run the publisher", why));
      }
    }

    /** False when nothing is wanted any more. */
    private boolean awaitDemand() throws HttpFailure {
      lock.lock();
      try {
        long left = patience.toNanos();
        while (wanted == 0 && !cancelled && mistake == null) {
          if (left <= 0) {
            throw new HttpFailure.Timeout(
                Phase.TOTAL, patience, Sent.YES, "the subscriber asked for nothing");
          }
          left = changed.awaitNanos(left);
        }
        if (mistake != null && !cancelled) {
          throw mistake;
        }
        wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
        return !cancelled;
      } catch (InterruptedException e) {
        throw new HttpFailure.Interrupted(Sent.YES, e);
      } finally {
        lock.unlock();
      }
    }
  }
}
