package io.godwit.policy.redirect;

import io.godwit.http.Request;
import java.util.List;

/** What a response means for a call, as far as redirects go. */
public sealed interface RedirectStep {
  /** It leads nowhere else, or redirects like this one are not followed. */
  record Stay() implements RedirectStep {
    static final Stay INSTANCE = new Stay();
  }

  /**
   * Go on with this request.
   *
   * @param dropped the names of the fields that stay with the origin they were meant for
   */
  record Follow(Request request, List<String> dropped) implements RedirectStep {}

  /** There were as many as are followed. */
  record Exhausted(int limit) implements RedirectStep {}

  /** It must not be followed. */
  record Refuse(String reason) implements RedirectStep {}
}
