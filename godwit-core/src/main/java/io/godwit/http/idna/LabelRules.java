package io.godwit.http.idna;

import java.text.Normalizer;

/**
 * What a label must be like in its Unicode form: the validity criteria of UTS #46 section 4.1, with
 * the flags that {@link Idna} lists.
 */
final class LabelRules {
  private LabelRules() {}

  /**
   * Checks one label.
   *
   * @param bidi whether any label of the name has right-to-left characters
   * @throws InvalidDomainName naming the criterion that is not met
   */
  static void check(String label, boolean bidi) {
    if (label.isEmpty()) {
      throw new InvalidDomainName("a label is empty");
    }
    if (!Normalizer.isNormalized(label, Normalizer.Form.NFC)) {
      throw new InvalidDomainName("a label is not in Unicode's normal form C");
    }
    if (label.startsWith(Idna.ACE_PREFIX)) {
      throw new InvalidDomainName("a label is encoded twice");
    }
    if (isMark(label.codePointAt(0))) {
      throw InvalidDomainName.because("a label begins with a combining mark", label.codePointAt(0));
    }
    label.codePoints().forEach(LabelRules::checkCodePoint);
    JoinerRule.check(label);
    if (bidi) {
      BidiRule.check(label);
    }
  }

  private static void checkCodePoint(int c) {
    boolean allowed = c < 0x80 ? isNameCharacter(c) : IdnaTable.unicode().isValid(c);
    if (!allowed) {
      throw InvalidDomainName.because("a character is not allowed in a host name", c);
    }
  }

  /** The letters, digits and hyphen of STD3, and the underscore. */
  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
