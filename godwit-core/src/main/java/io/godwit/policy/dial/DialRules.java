package io.godwit.policy.dial;

import java.util.Objects;

/**
 * What holds for all connections of a client.
 *
 * @param addresses which addresses may be dialled
 * @param overrides where some hosts are to be found
 */
public record DialRules(AddressPolicy addresses, NameOverrides overrides) {
  private static final DialRules NONE = new DialRules(AddressPolicy.any(), NameOverrides.none());

  /** Checks that both are there. */
  public DialRules {
    Objects.requireNonNull(addresses, "addresses");
    Objects.requireNonNull(overrides, "overrides");
  }

  /** Any address, and hosts are where the name service says. */
  public static DialRules none() {
    return NONE;
  }

  /** A copy with another address policy. */
  public DialRules withAddresses(AddressPolicy policy) {
    return new DialRules(policy, overrides);
  }

  /** A copy with other overrides. */
  public DialRules withOverrides(NameOverrides names) {
    return new DialRules(addresses, names);
  }
}
