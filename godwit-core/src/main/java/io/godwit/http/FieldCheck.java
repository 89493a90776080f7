package io.godwit.http;

/**
 * What may be set as a field name, a field value (RFC 9110 sections 5.1 and 5.5) and a reason
 * phrase (RFC 9112 section 4).
 */
final class FieldCheck {
  private FieldCheck() {}

  static void name(String name) {
    if (!Grammar.isToken(name)) {
      throw new InvalidMessage("field name " + Grammar.quoted(name) + " is not a token");
    }
  }

  /** Checks the value and returns it without the blanks around it. */
  static String value(String name, String value, boolean latin1) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Grammar.isFieldChar(c)) {
        throw new InvalidMessage(problem(name, value, i, "is not allowed"));
      }
      if (c >= 0x80 && !latin1) {
        throw new InvalidMessage(
            problem(name, value, i, "is outside ASCII; Headers.Builder.latin1() allows it"));
      }
    }
    return stripped(value);
  }

  static void reason(String reason) {
    for (int i = 0; i < reason.length(); i++) {
      if (!Grammar.isFieldChar(reason.charAt(i))) {
        throw new InvalidMessage("reason phrase " + Grammar.quoted(reason) + " is not allowed");
      }
    }
  }

  private static String stripped(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && Grammar.isBlank(value.charAt(from))) {
      from++;
    }
    while (to > from && Grammar.isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  /** Shows only the offending character: the rest of the value may be a secret. */
  private static String problem(String name, String value, int at, String text) {
    return "value of field "
        + name
        + ": character "
        + Grammar.quoted(value.substring(at, at + 1))
        + " at "
        + at
        + " "
        + text;
  }
}
