package io.godwit.testkit;

import io.godwit.http.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a mock server is to answer, and what it was asked. Thread-safe. */
final class Script {
  private record Place(Method method, String path) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final Map<Place, Deque<Answer>> places = new HashMap<>();
  private final Deque<Answer> inTurn = new ArrayDeque<>();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final List<RecordedRequest> unexpected = new ArrayList<>();
  private int taken;

  void add(List<Answer> answers) {
    lock.lock();
    try {
      inTurn.addAll(answers);
    } finally {
      lock.unlock();
    }
  }

  void add(Method method, String path, List<Answer> answers) {
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("no answer for " + method + " " + path);
    }
    lock.lock();
    try {
      places.computeIfAbsent(new Place(method, path), _ -> new ArrayDeque<>()).addAll(answers);
    } finally {
      lock.unlock();
    }
  }

  /** The answer of the place, of which the last one stays; else the next one in turn. */
  Optional<Answer> next(Method method, String path) {
    lock.lock();
    try {
      Deque<Answer> here = places.get(new Place(method, path));
      if (here == null) {
        return Optional.ofNullable(inTurn.poll());
      }
      return Optional.of(here.size() > 1 ? here.remove() : here.element());
    } finally {
      lock.unlock();
    }
  }

  void record(RecordedRequest request) {
    lock.lock();
    try {
      requests.add(request);
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void recordUnexpected(RecordedRequest request) {
    lock.lock();
    try {
      unexpected.add(request);
    } finally {
      lock.unlock();
    }
  }

  /** The first request that was not given out yet. */
  RecordedRequest take(long nanos) throws TimeoutException, InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (taken == requests.size()) {
        if (left <= 0) {
          throw new TimeoutException("no request but the " + taken + " that were taken");
        }
        left = asked.awaitNanos(left);
      }
      return requests.get(taken++);
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> unexpected() {
    lock.lock();
    try {
      return List.copyOf(unexpected);
    } finally {
      lock.unlock();
    }
  }

  /** What was to be answered in turn and nobody asked for. */
  List<Answer> unused() {
    lock.lock();
    try {
      return List.copyOf(inTurn);
    } finally {
      lock.unlock();
    }
  }
}
