package io.godwit.http.idna;

/**
 * The rule for names with right-to-left characters (RFC 5893 section 2; CheckBidi of UTS #46): it
 * keeps labels from being shown in an order that they do not have.
 */
final class BidiRule {
  private static final int R = bit(Character.DIRECTIONALITY_RIGHT_TO_LEFT);
  private static final int AL = bit(Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
  private static final int L = bit(Character.DIRECTIONALITY_LEFT_TO_RIGHT);
  private static final int AN = bit(Character.DIRECTIONALITY_ARABIC_NUMBER);
  private static final int EN = bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER);
  private static final int NSM = bit(Character.DIRECTIONALITY_NONSPACING_MARK);
  private static final int NEUTRAL =
      bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR)
          | bit(Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR)
          | bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR)
          | bit(Character.DIRECTIONALITY_OTHER_NEUTRALS)
          | bit(Character.DIRECTIONALITY_BOUNDARY_NEUTRAL)
          | NSM;

  private static final int RTL_LABEL = R | AL | AN | EN | NEUTRAL;
  private static final int RTL_END = R | AL | AN | EN;
  private static final int LTR_LABEL = L | EN | NEUTRAL;
  private static final int LTR_END = L | EN;

  private BidiRule() {}

  /** Whether the label makes the name it belongs to a "Bidi domain name" (RFC 5893 section 1.4). */
  static boolean isRightToLeft(String label) {
    return (directions(label) & (R | AL | AN)) != 0;
  }

  /** Checks a label, which is not empty, of a name that has right-to-left characters. */
  static void check(String label) {
    int first = direction(label.codePointAt(0));
    boolean rightToLeft = (first & (R | AL)) != 0;
    if (!rightToLeft && first != L) {
      throw refused("a label begins with neither a left-to-right nor a right-to-left letter");
    }
    int all = directions(label);
    if ((all & ~(rightToLeft ? RTL_LABEL : LTR_LABEL)) != 0) {
      throw refused("a label mixes left-to-right and right-to-left characters");
    }
    if ((endOf(label) & (rightToLeft ? RTL_END : LTR_END)) == 0) {
      throw refused("a label ends in a character without direction");
    }
    if (rightToLeft && (all & EN) != 0 && (all & AN) != 0) {
      throw refused("a label mixes European and Arabic digits");
    }
  }

  private static InvalidDomainName refused(String reason) {
    return new InvalidDomainName(reason + " in a name with right-to-left characters");
  }

  private static int directions(String label) {
    return label.codePoints().map(BidiRule::direction).reduce(0, (a, b) -> a | b);
  }

  /** The direction of the last character, non-spacing marks aside. */
  private static int endOf(String label) {
    int end = label.length();
    while (direction(label.codePointBefore(end)) == NSM) {
      end -= Character.charCount(label.codePointBefore(end));
    }
    return direction(label.codePointBefore(end));
  }

  private static int direction(int c) {
    return bit(Character.getDirectionality(c));
  }

  /** A bit per class; the class of unassigned characters, -1, takes the last one. */
  private static int bit(byte directionality) {
    return 1 << directionality;
  }
}
