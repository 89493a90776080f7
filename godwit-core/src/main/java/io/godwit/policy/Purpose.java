package io.godwit.policy;

/** What a call uses an exchange for. */
public enum Purpose {
  /** To get what the user asked for. */
  CALL,

  /**
   * To get what the call needs first, such as an access token. The exchange carries none of the
   * call's cookies, fields and listeners, and its response has its content.
   */
  TOKEN,

  /** To learn whether a stored response is still good. */
  REVALIDATE
}
