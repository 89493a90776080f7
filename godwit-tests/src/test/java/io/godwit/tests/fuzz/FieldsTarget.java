package io.godwit.tests.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * Fields and their values. The first option says what the payload is: field lines that were
 * received, fields that a program sets, or a media type.
 */
public final class FieldsTarget {
  private FieldsTarget() {}

  /** Fails if something other than the declared refusal comes out, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    switch (input.option(4)) {
      case 0 -> FieldLineLaws.check(input.option(2) == 1, input.payload());
      case 1 -> FieldSettingLaws.check(input);
      case 2 -> MediaTypeLaws.check(new String(input.payload(), StandardCharsets.ISO_8859_1));
      default -> MediaTypeLaws.check(new String(input.payload(), StandardCharsets.UTF_8));
    }
  }
}
