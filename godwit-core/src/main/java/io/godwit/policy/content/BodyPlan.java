package io.godwit.policy.content;

import java.util.List;
import java.util.Optional;

/**
 * What is done with the content of a response, in this order.
 *
 * @param digests what the content, as it was sent, must come to
 * @param codings the codings that are undone then, that which was applied last first; empty when
 *     the content stays as it is
 * @param remark what there is to say of codings that stay
 */
public record BodyPlan(List<ContentDigest> digests, List<String> codings, Optional<String> remark) {
  private static final BodyPlan AS_IT_IS = new BodyPlan(List.of(), List.of(), Optional.empty());

  /** Copies the lists. */
  public BodyPlan {
    digests = List.copyOf(digests);
    codings = List.copyOf(codings);
  }

  /** The content stays as it is. */
  public static BodyPlan asItIs() {
    return AS_IT_IS;
  }

  /** Whether there is nothing to do. */
  public boolean isAsItIs() {
    return digests.isEmpty() && codings.isEmpty();
  }
}
