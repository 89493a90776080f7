package io.godwit.policy;

import io.godwit.http.Explanation;
import io.godwit.http.Explanation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What has happened to a call so far, for people; see {@link Explanation}. Confined to the thread
 * of the call. A call that is one exchange on a kept connection has nothing in it.
 */
public final class Trace {
  /** More than any call needs: what comes then is only counted. */
  private static final int MOST = 200;

  private List<Note> notes = List.of();
  private int left;

  private record Note(long nanos, String what) {}

  Trace() {}

  /** Notes what happened at that monotonic time. */
  public void note(long nanos, String what) {
    if (notes.size() == MOST) {
      left++;
      return;
    }
    if (notes.isEmpty()) {
      notes = new ArrayList<>(4);
    }
    notes.add(new Note(nanos, what));
  }

  /**
   * The steps so far, with more at the end, in the order in which they happened.
   *
   * @param start the monotonic time that the steps are counted from
   */
  public Explanation since(long start, List<Step> more) {
    List<Step> steps = new ArrayList<>();
    for (Note note : notes) {
      steps.add(new Step(Duration.ofNanos(note.nanos() - start), note.what()));
    }
    steps.sort((one, other) -> one.at().compareTo(other.at()));
    if (left > 0) {
      steps.add(new Step(steps.getLast().at(), "and " + left + " steps more"));
    }
    steps.addAll(more);
    return new Explanation(steps);
  }
}
