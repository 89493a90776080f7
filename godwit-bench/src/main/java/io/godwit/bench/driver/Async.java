package io.godwit.bench.driver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client whose call returns at once and reports later, on a thread of its own choice. */
public interface Async extends AutoCloseable {

  /** Starts one GET of the target; reports exactly once, after the answer was checked. */
  void get(Report report);

  /** Where the first calls come from; a client with an event loop may ask for that loop. */
  default void start(Runnable firstCalls) {
    firstCalls.run();
  }

  @Override
  void close() throws IOException;

  /** Receives the end of one call. */
  interface Report {
    void done(@Nullable Throwable failure);

    /** Runs the check of an answer and reports what came of it. */
    default void checked(Runnable check) {
      Throwable failure = null;
      try {
        check.run();
      } catch (RuntimeException e) {
        failure = e;
      }
      done(failure);
    }
  }
}
