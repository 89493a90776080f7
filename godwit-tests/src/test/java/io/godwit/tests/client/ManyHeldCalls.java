package io.godwit.tests.client;

import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.Http;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.PoolLimits;
import io.godwit.http.HttpFailure;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program that makes many calls at once, and prints what they hold when all content but its end
 * is there: bytes of heap, bytes outside of it, calls that were answered. Started by {@link
 * BoundedMemoryTest}: the URI of the server, the number of calls, the bytes that each receives, the
 * memory per exchange or 0.
 */
final class ManyHeldCalls {
  private ManyHeldCalls() {}

  public static void main(String[] arguments) throws Exception {
    String uri = arguments[0];
    int calls = Integer.parseInt(arguments[1]);
    long expected = Long.parseLong(arguments[2]) * calls;
    int memory = Integer.parseInt(arguments[3]);
    AtomicLong received = new AtomicLong();
    HttpClientBuilder builder =
        HttpClient.builder()
            .pool(PoolLimits.defaults().withPerOrigin(calls))
            .listener(
                new CallListener() {
                  @Override
                  public void received(CallView call, ByteBuffer bytes) {
                    received.addAndGet(bytes.remaining());
                  }
                });
    if (memory > 0) {
      builder.memory(memory);
    }
    try (HttpClient client = builder.build()) {
      client.get(uri + "usual").send();
      Http.get(uri + "usual");
      received.set(0);
      long before = heap();
      AtomicInteger answered = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        threads.add(Thread.startVirtualThread(() -> call(client, uri, answered)));
      }
      while (received.get() < expected) {
        Thread.onSpinWait();
      }
      long held = heap() - before;
      long outside =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      Http.get(uri + "go");
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println(held + " " + outside + " " + answered);
    }
  }

  private static void call(HttpClient client, String uri, AtomicInteger answered) {
    try {
      if (client.get(uri + "held").send().status().success()) {
        answered.incrementAndGet();
      }
    } catch (HttpFailure e) {
      System.err.println(e.getMessage());
    }
  }

  /** Of what is in use. */
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
