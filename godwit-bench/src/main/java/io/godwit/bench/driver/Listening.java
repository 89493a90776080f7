package io.godwit.bench.driver;

import java.io.IOException;

/** A server under test, on a port of 127.0.0.1: it answers any GET with {@link Hello}. */
public interface Listening extends AutoCloseable {
  int port();

  @Override
  void close() throws IOException;
}
