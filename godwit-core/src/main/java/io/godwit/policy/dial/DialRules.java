package io.godwit.policy.dial;

import java.util.Objects;

/**
 * What holds for all connections of a client.
 *
 * @param addresses which addresses may be dialled
 * @param overrides where some hosts are to be found
 * @param family which kind of addresses are dialled
 */
public record DialRules(AddressPolicy addresses, NameOverrides overrides, AddressFamily family) {
  private static final DialRules NONE =
      new DialRules(AddressPolicy.any(), NameOverrides.none(), AddressFamily.ANY);

  /** Checks that all are there. */
  public DialRules {
    Objects.requireNonNull(addresses, "addresses");
    Objects.requireNonNull(overrides, "overrides");
    Objects.requireNonNull(family, "family");
  }

  /** Any address, and hosts are where the name service says. */
  public static DialRules none() {
    return NONE;
  }

  /** A copy with another address policy. */
  public DialRules withAddresses(AddressPolicy policy) {
    return new DialRules(policy, overrides, family);
  }

  /** A copy for addresses of another kind. */
  public DialRules withFamily(AddressFamily kind) {
    return kind == family ? this : new DialRules(addresses, overrides, kind);
  }

  /** A copy with other overrides. */
  public DialRules withOverrides(NameOverrides names) {
    return new DialRules(addresses, names, family);
  }
}
