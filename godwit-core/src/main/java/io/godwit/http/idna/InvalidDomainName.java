package io.godwit.http.idna;

/**
 * A domain name that UTS #46 does not allow. The message names the broken rule and, where it helps,
 * the code point; it never quotes the name.
 */
public final class InvalidDomainName extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidDomainName(String reason) {
    super(reason);
  }

  /** Names a code point without showing it: it may be invisible, or reorder the text around it. */
  static InvalidDomainName because(String reason, int codePoint) {
    return new InvalidDomainName(reason + String.format(" (U+%04X)", codePoint));
  }
}
