package io.godwit.client;

import io.godwit.http.HttpFailure;

/**
 * How a call ended, as a value instead of an exception; see {@link CallBuilder#trySend()}.
 * Immutable.
 *
 * <pre>{@code
 * switch (client.get(url).trySend()) {
 *   case Outcome.Answered(var response) -> show(response.text());
 *   case Outcome.Failed(var failure) -> show(failure.getMessage());
 * }
 * }</pre>
 */
public sealed interface Outcome {
  /** There is a response, of whatever status. */
  record Answered(BufferedResponse response) implements Outcome {}

  /** There is none. */
  record Failed(HttpFailure failure) implements Outcome {}
}
