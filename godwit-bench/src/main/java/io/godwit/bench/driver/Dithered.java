package io.godwit.bench.driver;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client that wastes a little memory, each time another amount, after each call. The JVM samples
 * the allocation that fills a thread's buffer, and starts the next buffer with it: of a loop that
 * always allocates the same in the same order it sees a few places over and over and others never.
 * The waste breaks the step; a profile leaves it out.
 */
final class Dithered implements Blocking {
  private static final int MOST = 4096;

  private final Blocking client;
  private final AtomicReference<byte[]> waste = new AtomicReference<>(new byte[0]);

  Dithered(Blocking client) {
    this.client = client;
  }

  @Override
  public void call() throws Exception {
    client.call();
    waste.setPlain(new byte[ThreadLocalRandom.current().nextInt(MOST)]);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
