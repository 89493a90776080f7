package io.godwit.policy.auth.oauth;

/** What an application has to show for its first token (RFC 6749 section 1.3). */
sealed interface OAuth2Grant {
  /** Whether it can be shown again when what it gave is no longer valid. */
  boolean repeats();

  /** Nothing but itself (section 4.4). */
  record ClientCredentials() implements OAuth2Grant {
    @Override
    public boolean repeats() {
      return true;
    }
  }

  /** A refresh token from before (section 6), which is kept beside the grant. */
  record Refresh() implements OAuth2Grant {
    @Override
    public boolean repeats() {
      return false;
    }
  }

  /** What the person's browser came back with (section 4.1), and the secret behind it. */
  record Code(String code, String redirect, String verifier) implements OAuth2Grant {
    @Override
    public boolean repeats() {
      return false;
    }

    @Override
    public String toString() {
      return "authorization code";
    }
  }

  /**
   * A code that is shown to a person (RFC 8628).
   *
   * @param person an object of its own: nothing else tells one person from another
   */
  record Device(Object person) implements OAuth2Grant {
    @Override
    public boolean repeats() {
      return true;
    }
  }
}
