package io.godwit.policy.cookie;

/** Why a jar does not keep a cookie, with the section of RFC 6265bis that says so. */
public enum CookieRefusal {
  /** Section 5.7: a cookie for all hosts below a suffix where anybody can register names. */
  PUBLIC_SUFFIX("its domain is a public suffix"),
  /** Section 5.7: the host is not in the domain of the cookie, or the domain is no plain name. */
  OTHER_DOMAIN("its domain is not that of the host"),
  /** Section 5.7: a Secure cookie over a connection that is not. */
  SECURE_FROM_INSECURE("it is Secure and the connection is not"),
  /** Section 5.7: it would take the place of, or hide, a Secure cookie, and came insecurely. */
  HIDES_SECURE("it would hide a Secure cookie, and the connection is not secure"),
  /** Section 5.7: {@code SameSite=None} without {@code Secure}. */
  NONE_WITHOUT_SECURE("SameSite=None needs Secure"),
  /** Section 5.4: a name with {@code __Secure-} without {@code Secure}. */
  SECURE_PREFIX("the prefix of its name needs Secure"),
  /** Section 5.4: a name with {@code __Host-} on a cookie that is not bound to its host. */
  HOST_PREFIX("the prefix of its name needs Secure, Path=/ and no Domain"),
  /** Section 5.7: no name, and a value that would pass for a name with a prefix. */
  HIDDEN_PREFIX("it has no name and the value of a prefixed one"),
  /**
   * A tab in it, with which it cannot be written to a file (section 5.3 lets clients ignore any).
   */
  TAB("it has a tab"),
  /** Section 6.1: more cookies in one response than are taken. */
  TOO_MANY("there are too many in the response");

  private final String text;

  CookieRefusal(String text) {
    this.text = text;
  }

  /** The reason, to go on after "because". */
  public String text() {
    return text;
  }
}
