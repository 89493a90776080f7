package io.godwit.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many virtual threads, each with one blocking call after the other. */
public final class VirtualThreads implements Driver {
  private final List<Blocking> lanes;
  private final List<Blocking> owned;

  private VirtualThreads(List<Blocking> lanes, List<Blocking> owned) {
    this.lanes = lanes;
    this.owned = owned;
  }

  /** All threads share one client, which pools its connections. */
  public static VirtualThreads sharing(Blocking client, int threads) {
    return new VirtualThreads(Collections.nCopies(threads, client), List.of(client));
  }

  /** Each thread has a connection of its own. */
  public static VirtualThreads each(Opener opener, int threads) throws Exception {
    List<Blocking> lanes = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      lanes.add(opener.open());
    }
    return new VirtualThreads(List.copyOf(lanes), List.copyOf(lanes));
  }

  @Override
  public int run(int requests) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int lane = 0; lane < lanes.size(); lane++) {
        Blocking client = lanes.get(lane);
        int share = requests / lanes.size() + (lane < requests % lanes.size() ? 1 : 0);
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < share; i++) {
                    client.call();
                  }
                  return null;
                }));
      }
    }
    for (Future<?> lane : running) {
      await(lane);
    }
    return requests;
  }

  @Override
  public Driver dithered() {
    List<Blocking> wasteful = new ArrayList<>();
    for (Blocking lane : lanes) {
      wasteful.add(new Dithered(lane));
    }
    return new VirtualThreads(wasteful, owned);
  }

  @Override
  public void close() throws IOException {
    for (Blocking client : owned) {
      client.close();
    }
  }

  private static void await(Future<?> lane) throws Exception {
    try {
      lane.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a virtual thread failed: " + e.getCause(), e.getCause());
    }
  }

  /** Opens the connection of one thread. */
  @FunctionalInterface
  public interface Opener {
    Blocking open() throws Exception;
  }
}
