package io.godwit.bench.driver;

import java.io.IOException;

/**
 * One way of fetching the target, of sending to it, or of being fetched from, many times. It keeps
 * its connections from one run to the next, and is run by one thread at a time.
 */
public interface Driver extends AutoCloseable {

  /**
   * Does so many calls and returns after the last answer was read and checked. Who cannot count
   * beforehand does about as many.
   *
   * @return how many it were
   */
  int run(int requests) throws Exception;

  /**
   * A driver on the same client whose allocations the JVM can sample fairly; itself if that is not
   * to be had. Only one of the two is to be closed.
   */
  default Driver dithered() {
    return this;
  }

  @Override
  void close() throws IOException;
}
