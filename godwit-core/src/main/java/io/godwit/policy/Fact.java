package io.godwit.policy;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.policy.cache.StoredResponse;
import java.util.List;

/** What came of a {@link Decision}. */
public sealed interface Fact {
  /**
   * The head of the final response has arrived; its body may still be on the way, but for that of a
   * {@link Purpose#TOKEN} exchange, which is there.
   *
   * @param bodyTouched whether the caller's body was opened, so that it may be gone
   */
  record Answered(Response head, boolean bodyTouched) implements Fact {}

  /** An interim response has arrived; the exchange goes on (RFC 9110 section 15.2). */
  record Interim(Status status, Headers headers) implements Fact {}

  /**
   * The exchange has failed, or what was waited for did not come in time.
   *
   * @param failure why, and whether the server may have acted on the request
   * @param reused whether the connection had served an exchange before this one
   * @param bodyTouched whether the caller's body was opened, so that part of it may be gone
   */
  record Failed(HttpFailure failure, boolean reused, boolean bodyTouched) implements Fact {}

  /**
   * Joined.
   *
   * @param leads whether this call is now the one to do it; otherwise another one was, and has
   *     left, with success or without
   */
  record Joined(boolean leads) implements Fact {}

  /** What is stored under the key that was asked for. */
  record Loaded(List<StoredResponse> variants) implements Fact {
    /** Copies the list. */
    public Loaded {
      variants = List.copyOf(variants);
    }
  }

  /**
   * Stored content was asked for.
   *
   * @param there whether it is the content of the answer now; otherwise it is gone
   */
  record Opened(boolean there) implements Fact {}

  /**
   * An answer was to be stored.
   *
   * @param begun whether it will be; otherwise the store has no room for it
   */
  record Storing(boolean begun) implements Fact {}

  /** The wait is over, or the others may go on. */
  record Resumed() implements Fact {}
}
