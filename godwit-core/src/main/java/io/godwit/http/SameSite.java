package io.godwit.http;

/**
 * Which requests from other sites a cookie goes along with (RFC 6265bis section 5.6.7). A cookie
 * without the attribute is treated as {@link #LAX}.
 */
public enum SameSite {
  /** With no request that another site had a part in. */
  STRICT("Strict"),
  /** From other sites only with safe methods. */
  LAX("Lax"),
  /** With every request. */
  NONE("None");

  private final String text;

  SameSite(String text) {
    this.text = text;
  }

  /** As it stands in a Set-Cookie field. */
  public String text() {
    return text;
  }
}
