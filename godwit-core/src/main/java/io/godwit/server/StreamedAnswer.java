package io.godwit.server;

import io.godwit.http.BodyWriter;
import io.godwit.http.Response;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamingHandler} at work: it runs on a virtual thread of its own, so that what is
 * around it can see an ordinary {@link Response} as soon as the handler commits to one. The thread
 * of the connection waits while the handler's thread works, and lends it the connection's writer:
 * at any time only one of the two goes on.
 */
final class StreamedAnswer {
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private enum Phase {
    /** Status and fields can be changed. */
    OPEN,
    /** They are fixed, and the handler waits to be given a writer. */
    COMMITTED,
    /** The handler writes. */
    WRITING,
    /** The handler has returned or thrown. */
    ENDED,
    /** Nobody wants to have what the handler makes. */
    ABANDONED
  }

  /** On a handler's thread: that of the connection it works for. */
  private static final ScopedValue<Thread> CALLER = ScopedValue.newInstance();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Phase phase = Phase.OPEN;
  private @Nullable BodyWriter writer;
  private @Nullable Throwable thrown;
  private final ServerResponse response = new ServerResponse(this);
  private final Thread worker;

  private StreamedAnswer(StreamingHandler handler, ServerRequest request) {
    Thread caller = Thread.currentThread();
    this.worker =
        Thread.ofVirtual()
            .name("godwit-streaming-" + Thread.currentThread().getName())
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> ScopedValue.where(CALLER, caller).run(() -> work(handler, request)));
  }

  /** The thread of the connection that the current thread works for, if it works for one. */
  static Thread caller() {
    return CALLER.orElse(Thread.currentThread());
  }

  /** Runs the handler until its response is committed or complete. */
  static Response of(StreamingHandler handler, ServerRequest request) throws Exception {
    StreamedAnswer answer = new StreamedAnswer(handler, request);
    request.atEnd(answer::abandon);
    answer.worker.start();
    return answer.await();
  }

  // ---- on the thread of the connection

  private Response await() throws Exception {
    lock.lockInterruptibly();
    try {
      while (phase == Phase.OPEN) {
        changed.await();
      }
      if (phase == Phase.COMMITTED) {
        return response.begun(this::lend);
      }
      switch (thrown) {
        case null -> {
          return response.whole();
        }
        case Exception e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lends the writer to the handler until that has ended. */
  private void lend(BodyWriter to) throws IOException {
    lock.lock();
    try {
      if (phase != Phase.COMMITTED) {
        throw new IOException("the content of this response was sent or given up already");
      }
      writer = to;
      phase = Phase.WRITING;
      changed.signalAll();
      while (phase == Phase.WRITING) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the response was written", e);
    } finally {
      lock.unlock();
    }
    switch (thrown) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException("the handler has failed", e);
    }
  }

  /** The exchange is over. A handler that is still at work is told so. */
  private void abandon() {
    lock.lock();
    try {
      if (phase == Phase.ENDED) {
        return;
      }
      if (phase != Phase.COMMITTED) { // there it waits for us and nothing else
        worker.interrupt();
      }
      phase = Phase.ABANDONED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- on the handler's thread

  private void work(StreamingHandler handler, ServerRequest request) {
    Throwable failure = null;
    try {
      handler.handle(request, response);
      finish();
    } catch (Exception | Error e) {
      failure = e;
    }
    lock.lock();
    try {
      if (phase == Phase.ABANDONED) {
        Throwable late = failure;
        if (late != null) {
          LOG.log(
              System.Logger.Level.DEBUG, "a handler has failed after its exchange was over", late);
        }
        return;
      }
      thrown = failure;
      phase = Phase.ENDED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finish() throws IOException {
    if (response.committed()) {
      response.flush();
    }
  }

  /** Fixes status and fields; gives what to write to. */
  BodyWriter commit() throws IOException {
    lock.lock();
    try {
      if (phase == Phase.OPEN) {
        phase = Phase.COMMITTED;
        changed.signalAll();
      }
      while (phase == Phase.COMMITTED) {
        changed.awaitUninterruptibly();
      }
      if (phase != Phase.WRITING || writer == null) {
        throw new IOException("the content of this response is not wanted");
      }
      return writer;
    } finally {
      lock.unlock();
    }
  }

  /** Fails when what is written now would go nowhere. */
  void requireWanted() throws IOException {
    lock.lock();
    try {
      if (phase == Phase.ABANDONED || phase == Phase.ENDED) {
        throw new IOException("the exchange is over");
      }
    } finally {
      lock.unlock();
    }
  }
}
