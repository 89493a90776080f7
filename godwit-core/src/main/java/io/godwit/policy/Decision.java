package io.godwit.policy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.StoredResponse;
import io.godwit.policy.content.BodyPlan;
import java.util.List;
import java.util.Optional;

/**
 * What to do next for a call. Whoever drives the flow does it, and reports what came of it as a
 * {@link Fact}; {@link Deliver} and {@link Fail} end the call.
 */
public sealed interface Decision {
  /**
   * Run this exchange; {@link Fact.Answered}, {@link Fact.Interim} or {@link Fact.Failed} follows.
   * An exchange before it is over: what is left of its response is not wanted.
   *
   * @param request what to send
   * @param purpose what for
   * @param freshConnection whether a connection that has served before must not be used
   */
  record Exchange(Request request, Purpose purpose, boolean freshConnection) implements Decision {}

  /** The interim response is noted: go on reading the same exchange. */
  record Continue() implements Decision {
    static final Continue INSTANCE = new Continue();
  }

  /**
   * Wait; {@link Fact.Resumed} follows. An exchange before it is over.
   *
   * @param until a time of the monotonic clock, in nanoseconds
   */
  record Wait(long until) implements Decision {}

  /**
   * Become the only call that does what the key stands for, or wait until the one that does it has
   * left; {@link Fact.Joined} follows.
   *
   * @param key equal for calls that want the same
   */
  record Join(Object key) implements Decision {}

  /** Let others do what the key stands for; {@link Fact.Resumed} follows at once. */
  record Leave(Object key) implements Decision {}

  /** See what is stored; {@link Fact.Loaded} follows at once. */
  record Load(CacheKey key) implements Decision {}

  /**
   * From here on the content of the answer is that of a stored response; {@link Fact.Opened}
   * follows. When it is there, an exchange before it is over.
   *
   * @param stored empty for no content
   * @param exchanged whether the last exchange has led to this answer; otherwise it was for another
   *     hop, or there was none
   */
  record Open(Optional<StoredResponse> stored, boolean exchanged) implements Decision {}

  /**
   * Store the answer of the current exchange while its content is read, and keep it when that has
   * arrived whole; {@link Fact.Storing} follows at once.
   *
   * @param entry what to store
   * @param replaced to be removed at the same time
   */
  record Store(StoredResponse entry, List<StoredResponse> replaced) implements Decision {
    /** Copies the list. */
    public Store {
      replaced = List.copyOf(replaced);
    }
  }

  /**
   * Change what is stored; {@link Fact.Resumed} follows at once.
   *
   * @param updated to be stored in place of what has the same id
   * @param removed to be removed
   * @param invalidated URIs of which nothing stays
   */
  record Amend(List<StoredResponse> updated, List<StoredResponse> removed, List<Uri> invalidated)
      implements Decision {
    /** Copies the lists. */
    public Amend {
      updated = List.copyOf(updated);
      removed = List.copyOf(removed);
      invalidated = List.copyOf(invalidated);
    }
  }

  /**
   * Ask for something anew in a call of its own, which nobody waits for; {@link Fact.Resumed}
   * follows at once. Not done when the same is under way already, or too many are.
   *
   * @param key equal for the same
   * @param request what to ask, before cookies and credentials
   */
  record Refresh(Object key, Request request) implements Decision {}

  /**
   * This is the call's response.
   *
   * @param body what is done with its content before the caller gets it
   */
  record Deliver(Response response, BodyPlan body) implements Decision {
    /** This is the call's response, with its content as it is. */
    public Deliver(Response response) {
      this(response, BodyPlan.asItIs());
    }
  }

  /** The call has failed; what failed before it is among the suppressed. */
  record Fail(HttpFailure failure) implements Decision {}
}
