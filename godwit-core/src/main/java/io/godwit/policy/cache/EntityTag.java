package io.godwit.policy.cache;

import io.godwit.http.Headers;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 section 8.8.3).
 *
 * @param weak whether it only says that two representations are as good as each other
 * @param opaque with its quotes
 */
record EntityTag(boolean weak, String opaque) {
  /** The tag of a response; empty when there is none, or it is malformed. */
  static Optional<EntityTag> of(Headers response) {
    return response.first("ETag").flatMap(EntityTag::read);
  }

  private static Optional<EntityTag> read(String text) {
    boolean weak = text.startsWith("W/");
    String opaque = weak ? text.substring(2) : text;
    int last = opaque.length() - 1;
    if (last < 1 || opaque.charAt(0) != '"' || opaque.indexOf('"', 1) != last) {
      return Optional.empty();
    }
    for (int i = 1; i < last; i++) {
      if (opaque.charAt(i) <= ' ') {
        return Optional.empty();
      }
    }
    return Optional.of(new EntityTag(weak, opaque));
  }

  /** Whether both are strong and equal (section 8.8.3.2). */
  boolean strongly(EntityTag other) {
    return !weak && equals(other);
  }

  @Override
  public String toString() {
    return weak ? "W/" + opaque : opaque;
  }
}
