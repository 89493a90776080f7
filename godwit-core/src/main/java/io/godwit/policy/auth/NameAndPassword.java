package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import java.text.Normalizer;

/**
 * Who asks, and the proof. In the normal form C, so that the same characters, however they were
 * typed, are the same octets (RFC 7617 section 2.1, RFC 8265).
 */
record NameAndPassword(String name, String password) {
  /**
   * Brings both into normal form.
   *
   * @throws InvalidMessage when one has a control character or half a surrogate pair
   */
  NameAndPassword {
    check("name", name);
    check("password", password);
    name = Normalizer.normalize(name, Normalizer.Form.NFC);
    password = Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  /**
   * The same, for a scheme that puts a colon between the two.
   *
   * @throws InvalidMessage when there is one in the name
   */
  NameAndPassword withoutColon() {
    if (name.indexOf(':') >= 0) {
      throw new InvalidMessage("a name with a colon cannot be told from its password");
    }
    return this;
  }

  private static void check(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (Character.isISOControl(c)) {
        throw new InvalidMessage("the " + what + " has a control character at " + i);
      }
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new InvalidMessage("the " + what + " has half a surrogate pair at " + i);
      }
      i += Character.charCount(c) - 1;
    }
  }

  /** Shows neither: names are as often tokens. */
  @Override
  public String toString() {
    return "***";
  }
}
