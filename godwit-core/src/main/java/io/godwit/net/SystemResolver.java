package io.godwit.net;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the platform. A look-up blocks its thread and cannot be ended, so it runs on a thread of its
 * own small pool while the caller waits with a deadline; callers that ask for the same name share
 * one look-up. Answers are kept for a while; failures are left to the platform's own cache.
 */
public final class SystemResolver implements Resolver {
  static final SystemResolver SHARED =
      new SystemResolver(InetAddress::getAllByName, Clock.system(), Duration.ofSeconds(30));

  /** At most this many look-ups run at once, and as many hundreds wait. */
  private static final int THREADS = 16;

  private static final int WAITING = 1600;
  private static final int NAMES = 1000;

  private final Lookup lookup;
  private final Clock clock;
  private final long keepNanos;
  private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("godwit-resolver-", 0).factory());

  /** One blocking look-up. */
  @FunctionalInterface
  public interface Lookup {
    /**
     * All addresses of the name.
     *
     * @throws UnknownHostException when there are none
     */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private record Answer(List<InetAddress> addresses, long until) {}

  /**
   * A resolver with its own cache and threads.
   *
   * @param keep how long an answer is used again
   */
  public SystemResolver(Lookup lookup, Clock clock, Duration keep) {
    this.lookup = lookup;
    this.clock = clock;
    this.keepNanos = keep.toNanos();
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public List<InetAddress> resolve(String host, long deadline) throws HttpFailure {
    Answer answer = answers.get(host);
    if (answer != null && clock.nanos() < answer.until()) {
      return answer.addresses();
    }
    return await(host, lookedUp(host), deadline);
  }

  private CompletableFuture<List<InetAddress>> lookedUp(String host) throws HttpFailure {
    CompletableFuture<List<InetAddress>> fresh = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> shared = running.putIfAbsent(host, fresh);
    if (shared != null) {
      return shared;
    }
    try {
      threads.execute(() -> lookUp(host, fresh));
      return fresh;
    } catch (RejectedExecutionException e) {
      throw notBegun(host, fresh, "too many look-ups are waiting already", e);
    } catch (OutOfMemoryError e) { // no thread is to be had; who asks later must not wait for this
      throw notBegun(host, fresh, "no thread for the look-up", e);
    }
  }

  private HttpFailure notBegun(
      String host, CompletableFuture<List<InetAddress>> result, String reason, Throwable cause) {
    running.remove(host, result);
    HttpFailure failure = new HttpFailure.Resolve(host, reason, cause);
    result.completeExceptionally(failure);
    return failure;
  }

  private void lookUp(String host, CompletableFuture<List<InetAddress>> result) {
    try {
      List<InetAddress> addresses = List.of(lookup.addresses(host));
      if (answers.size() >= NAMES) {
        answers.clear(); // simplest bound: names are few, and all can be asked for again
      }
      answers.put(host, new Answer(addresses, Clock.after(clock.nanos(), keepNanos)));
      running.remove(host, result);
      result.complete(addresses);
    } catch (UnknownHostException | RuntimeException | Error e) {
      running.remove(host, result);
      result.completeExceptionally(e);
    }
  }

  private List<InetAddress> await(
      String host, CompletableFuture<List<InetAddress>> result, long deadline) throws HttpFailure {
    long start = clock.nanos();
    try {
      return result.get(Math.max(deadline - start, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Duration waited = Duration.ofNanos(Math.max(deadline - start, 0));
      throw new HttpFailure.Timeout(Phase.RESOLVE, waited, Sent.NO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(Sent.NO, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String reason =
          cause instanceof UnknownHostException ? "unknown host" : String.valueOf(cause);
      throw new HttpFailure.Resolve(host, reason, cause);
    }
  }
}
