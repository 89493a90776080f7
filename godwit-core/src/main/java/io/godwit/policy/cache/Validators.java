package io.godwit.policy.cache;

import io.godwit.http.EntityTag;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a response can be recognised by (RFC 9110 section 8.8).
 *
 * @param tag its entity tag, if it is well-formed
 * @param modified its Last-Modified to the letter, if it is a date
 */
record Validators(Optional<EntityTag> tag, Optional<String> modified) {
  static Validators of(Headers response) {
    Optional<String> modified =
        response
            .first("Last-Modified")
            .filter(text -> HttpDate.parse(text, Instant.EPOCH).isPresent());
    return new Validators(EntityTag.of(response), modified);
  }

  /** Whether the origin can be asked if the response has changed. */
  boolean any() {
    return tag.isPresent() || modified.isPresent();
  }

  /** Whether it has an entity tag that belongs to no other content. */
  boolean strong() {
    return tag.isPresent() && !tag.get().weak();
  }
}
