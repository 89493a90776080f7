/**
 * What a check has seen, beside what it should be: prints both, and remembers if something was
 * wrong.
 */
final class Seen {
  private boolean wrong;

  void is(String what, Object expected, Object seen) {
    if (expected.equals(seen)) {
      System.out.println("  " + what + ": " + seen);
    } else {
      System.out.println("WRONG " + what + ": should be " + expected + " and is " + seen);
      wrong = true;
    }
  }

  /** Prints nothing when it is right, for what comes again and again. */
  void isStill(String what, Object expected, Object seen) {
    if (!expected.equals(seen)) {
      is(what, expected, seen);
    }
  }

  /** Ends the program: with 1 if something was wrong. */
  void exit() {
    System.exit(wrong ? 1 : 0);
  }
}
