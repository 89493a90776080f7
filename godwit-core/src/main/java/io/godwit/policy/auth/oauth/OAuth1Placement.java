package io.godwit.policy.auth.oauth;

/** Where the parameters of OAuth 1 travel (RFC 5849 section 3.5). */
public enum OAuth1Placement {
  /** In the Authorization field, which is what servers expect and logs leave out. */
  HEADER,
  /** At the end of the query. */
  QUERY,
  /** In content that is a form in memory, or where there is none. */
  FORM
}
