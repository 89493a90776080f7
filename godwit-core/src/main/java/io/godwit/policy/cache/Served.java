package io.godwit.policy.cache;

import io.godwit.http.Response;

/** What a stored response looks like when it is delivered. */
final class Served {
  private Served() {}

  /** With its age, which a response that is used without asking must have (RFC 9111 section 4). */
  static Response aged(StoredResponse stored, Freshness freshness) {
    long age = Math.min(CacheControl.LONGEST, freshness.age().toSeconds());
    return stored.head().withHeader("Age", Long.toString(age));
  }
}
