package io.godwit.cli;

/**
 * Where a person looks on. Java cannot tell, so the launcher says it, in the system property {@code
 * godwit.terminal}: {@code none}, {@code out}, {@code err} or {@code both}.
 */
final class Terminal {
  private static final String PROPERTY = "godwit.terminal";

  private Terminal() {}

  /** Whether standard output is a terminal. */
  static boolean out() {
    return is("out");
  }

  /** Whether standard error is one. */
  static boolean err() {
    return is("err");
  }

  /** Whether colours are welcome there: see no-color.org. */
  static boolean coloured() {
    String refused = System.getenv("NO_COLOR");
    return refused == null || refused.isEmpty();
  }

  private static boolean is(String stream) {
    String terminal = System.getProperty(PROPERTY, "none");
    return terminal.equals(stream) || terminal.equals("both");
  }
}
