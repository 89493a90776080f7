package io.godwit.client;

import io.godwit.http.HttpFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls that ask for anew what others were served stale (RFC 5861 section 3): each on a virtual
 * thread, one at a time for the same, and only so many in all. Safe between threads. They end with
 * their own time, or with the client.
 */
final class Refreshes {
  /** What is stale and finds no place here stays so until the next call. */
  private static final int MOST = 16;

  /** Guards the keys. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<Object> running = new HashSet<>();

  /** One such call, to its end. */
  interface Work {
    void run() throws HttpFailure;
  }

  /** Begins, unless the same is under way or too many are. */
  void start(Object key, Work work) {
    if (!enter(key)) {
      return;
    }
    Thread.ofVirtual()
        .name("godwit-refresh")
        .start(
            () -> {
              try {
                work.run();
              } catch (HttpFailure failure) {
                // nobody waits for it, and the next call that finds it stale tries again
                System.getLogger(HttpClient.class.getName())
                    .log(System.Logger.Level.DEBUG, "a stale response stays so", failure);
              } finally {
                leave(key);
              }
            });
  }

  private boolean enter(Object key) {
    lock.lock();
    try {
      return running.size() < MOST && running.add(key);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Object key) {
    lock.lock();
    try {
      running.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
