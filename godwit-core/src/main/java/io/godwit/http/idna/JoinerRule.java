package io.godwit.http.idna;

/**
 * Where the two invisible joiners may stand: where they change how the characters around them look
 * (CheckJoiners of UTS #46; RFC 5892 appendix A.1 and A.2).
 */
final class JoinerRule {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private JoinerRule() {}

  static void check(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c != NON_JOINER && c != JOINER) {
        continue;
      }
      if (!followsVirama(label, i) && !(c == NON_JOINER && breaksJoin(label, i))) {
        throw InvalidDomainName.because("a joiner stands where it has no effect", c);
      }
    }
  }

  private static boolean followsVirama(String label, int at) {
    return at > 0 && IdnaTable.unicode().isVirama(label.codePointBefore(at));
  }

  /** Whether letters that would join stand on both sides, transparent marks aside. */
  private static boolean breaksJoin(String label, int at) {
    IdnaTable table = IdnaTable.unicode();
    int before = at;
    while (before > 0 && table.isTransparent(label.codePointBefore(before))) {
      before -= Character.charCount(label.codePointBefore(before));
    }
    int after = at + 1;
    while (after < label.length() && table.isTransparent(label.codePointAt(after))) {
      after += Character.charCount(label.codePointAt(after));
    }
    return before > 0
        && after < label.length()
        && table.joinsForward(label.codePointBefore(before))
        && table.joinsBackward(label.codePointAt(after));
  }
}
