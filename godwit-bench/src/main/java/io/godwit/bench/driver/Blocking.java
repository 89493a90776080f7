package io.godwit.bench.driver;

import java.io.IOException;

/** A client whose call waits in the calling thread. */
public interface Blocking extends AutoCloseable {

  /** Fetches the target once, or sends to it; reads the whole answer and checks it. */
  void call() throws Exception;

  @Override
  void close() throws IOException;
}
