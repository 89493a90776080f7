package io.godwit.policy;

import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.cache.CacheMode;
import io.godwit.policy.content.ContentPolicy;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.hsts.StrictTransport;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.policy.retry.Retries;
import java.util.Objects;

/**
 * What a call is judged by: one policy per question, all of them immutable, and the places of what
 * calls share. Made once per client; a call that wants something else has a changed copy.
 */
public final class CallPolicies {
  private static final CallPolicies STANDARD = new CallPolicies(new Builder());

  private final RedirectPolicy redirects;
  private final CookiePolicy cookies;
  private final AuthPolicy auth;
  private final StrictTransport strictTransport;
  private final Retries retries;
  private final CacheMode cache;
  private final ContentPolicy content;

  private CallPolicies(Builder from) {
    this.redirects = from.redirects;
    this.cookies = from.cookies;
    this.auth = from.auth;
    this.strictTransport = from.strictTransport;
    this.retries = from.retries;
    this.cache = from.cache;
    this.content = from.content;
  }

  /** The defaults, without anything shared. */
  public static CallPolicies standard() {
    return STANDARD;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A copy without what a call was given for the origin it was to begin with. */
  public CallPolicies withoutOwn() {
    return toBuilder().auth(auth.withoutOwn()).cookies(cookies.withoutOwn()).build();
  }

  /** A builder that begins with these. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.cache = cache;
    builder.content = content;
    builder.redirects = redirects;
    builder.cookies = cookies;
    builder.auth = auth;
    builder.strictTransport = strictTransport;
    builder.retries = retries;
    return builder;
  }

  /** Which redirects are followed. */
  public RedirectPolicy redirects() {
    return redirects;
  }

  /** Which cookies are sent and kept. */
  public CookiePolicy cookies() {
    return cookies;
  }

  /** Which credentials are shown, and to whom. */
  public AuthPolicy auth() {
    return auth;
  }

  /** Which hosts are only asked over TLS. */
  public StrictTransport strictTransport() {
    return strictTransport;
  }

  /** What is tried again. */
  public Retries retries() {
    return retries;
  }

  /** What the call has to do with a cache. */
  public CacheMode cache() {
    return cache;
  }

  /** What is done with the content of the response. */
  public ContentPolicy content() {
    return content;
  }

  /** Collects policies; not safe between threads. */
  public static final class Builder {
    private RedirectPolicy redirects = RedirectPolicy.standard();
    private CookiePolicy cookies = CookiePolicy.none();
    private AuthPolicy auth = AuthPolicy.none();
    private StrictTransport strictTransport = StrictTransport.none();
    private Retries retries = Retries.none();
    private CacheMode cache = CacheMode.OFF;
    private ContentPolicy content = ContentPolicy.raw();

    private Builder() {}

    /** Which redirects are followed. */
    public Builder redirects(RedirectPolicy policy) {
      redirects = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Which cookies are sent and kept; none by default. */
    public Builder cookies(CookiePolicy policy) {
      cookies = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Which credentials are shown, and to whom. */
    public Builder auth(AuthPolicy policy) {
      auth = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Which hosts are only asked over TLS; those of https URIs by default. */
    public Builder strictTransport(StrictTransport policy) {
      strictTransport = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** What is tried again; nothing by default. */
    public Builder retries(Retries policy) {
      retries = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** What the call has to do with a cache; nothing by default. */
    public Builder cache(CacheMode mode) {
      cache = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** What is done with the content of the response; no coding is undone by default. */
    public Builder content(ContentPolicy policy) {
      content = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** The policies. */
    public CallPolicies build() {
      return new CallPolicies(this);
    }
  }
}
