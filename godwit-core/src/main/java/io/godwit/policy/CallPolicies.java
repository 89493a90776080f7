package io.godwit.policy;

import io.godwit.policy.redirect.RedirectPolicy;
import java.util.Objects;

/**
 * What a call is judged by: one policy per question, all of them immutable, and the places of what
 * calls share. Made once per client; a call that wants something else has a changed copy.
 */
public final class CallPolicies {
  private static final CallPolicies STANDARD = new CallPolicies(new Builder());

  private final RedirectPolicy redirects;

  private CallPolicies(Builder from) {
    this.redirects = from.redirects;
  }

  /** The defaults, without anything shared. */
  public static CallPolicies standard() {
    return STANDARD;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.redirects = redirects;
    return builder;
  }

  /** Which redirects are followed. */
  public RedirectPolicy redirects() {
    return redirects;
  }

  /** Collects policies; not safe between threads. */
  public static final class Builder {
    private RedirectPolicy redirects = RedirectPolicy.standard();

    private Builder() {}

    /** Which redirects are followed. */
    public Builder redirects(RedirectPolicy policy) {
      redirects = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** The policies. */
    public CallPolicies build() {
      return new CallPolicies(this);
    }
  }
}
