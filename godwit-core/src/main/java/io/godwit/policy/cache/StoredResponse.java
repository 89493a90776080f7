package io.godwit.policy.cache;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.Response;
import java.time.Instant;
import java.util.Optional;

/**
 * A response as a cache keeps it, without its content, which lies in the store under {@link #id}.
 * Immutable.
 *
 * @param id what the store calls it; empty until it is there
 * @param key what it is stored under
 * @param selection which requests it answers
 * @param head status and fields as stored; without body
 * @param requestTime when the request was sent that it answered, or last confirmed it
 * @param responseTime when that answer arrived
 * @param length of the content in bytes, as it was received
 */
public record StoredResponse(
    String id,
    CacheKey key,
    Selection selection,
    Response head,
    Instant requestTime,
    Instant responseTime,
    long length) {

  /** The response's fields. */
  public Headers headers() {
    return head.headers();
  }

  /** A copy under that name, with so much content. */
  public StoredResponse stored(String id, long length) {
    return new StoredResponse(id, key, selection, head, requestTime, responseTime, length);
  }

  /** A copy with these fields, which came with an answer at that time. */
  StoredResponse updated(Headers headers, Selection selection, Instant asked, Instant answered) {
    Response updated = head.withHeaders(headers);
    return new StoredResponse(id, key, selection, updated, asked, answered, length);
  }

  /** When the response was made (RFC 9110 section 6.6.1): Date, or else its arrival. */
  Instant date() {
    return moment("Date").orElse(responseTime);
  }

  /** The moment in the first field of that name. */
  Optional<Instant> moment(String name) {
    return headers().first(name).flatMap(text -> HttpDate.parse(text, responseTime));
  }

  /** Status and key; the fields may hold secrets. */
  @Override
  public String toString() {
    return head + " of " + key.method() + " " + key.uri();
  }
}
