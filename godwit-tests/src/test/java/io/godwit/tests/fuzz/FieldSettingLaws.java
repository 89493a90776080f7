package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Fields that a program sets, a line of {@code name=value} each, by the method that an option
 * names: only {@link InvalidMessage} escapes, exactly where RFC 9110 allows no such field, and what
 * was set is there, encoded as well.
 */
final class FieldSettingLaws {
  private FieldSettingLaws() {}

  static void check(FuzzInput input) {
    boolean latin1 = input.option(2) == 1;
    Headers.Builder builder = latin1 ? Headers.builder().latin1() : Headers.builder();
    PlainFields plain = new PlainFields();
    while (input.hasPayload()) {
      String[] parts = input.line().split("=", 2);
      String name = wide(parts[0]);
      String value = wide(parts.length == 1 ? "" : parts[1]);
      boolean allowed = HeadRules.isToken(name) && allowed(value, latin1);
      int how = input.option(5);
      Headers before = builder.build();
      try {
        set(builder, how, name, value);
        require(allowed || how >= 3, "accepted " + name + ": " + value);
        mirror(plain, how, name, HeadRules.strip(value));
      } catch (InvalidMessage refused) {
        require(!allowed, "refused: " + refused.getMessage());
        require(
            shownSafely(String.valueOf(refused.getMessage())),
            "a message with a control character");
        require(builder.build().equals(before), "refused and changed");
      }
    }
    Headers headers = builder.build();
    plain.requireSame(headers);
    Optional<PlainFields> read = PlainFields.read(encoded(headers) + "\r\n\r\n", false);
    require(read.isPresent(), "what is encoded cannot be read");
    read.get().requireSame(headers);
  }

  private static void set(Headers.Builder builder, int how, String name, String value) {
    switch (how) {
      case 0 -> builder.add(name, value);
      case 1 -> builder.set(name, value);
      case 2 -> builder.add(name, value);
      case 3 -> builder.remove(name);
      default -> builder.setIfAbsent(name, value);
    }
  }

  private static void mirror(PlainFields plain, int how, String name, String value) {
    switch (how) {
      case 0, 2 -> plain.add(name, value);
      case 1 -> plain.set(name, value);
      case 3 -> plain.remove(name);
      default -> {
        if (!plain.has(name)) {
          plain.add(name, value);
        }
      }
    }
  }

  private static boolean allowed(String value, boolean latin1) {
    return HeadRules.fieldText(value) && (latin1 || value.chars().allMatch(c -> c < 0x80));
  }

  private static boolean shownSafely(String message) {
    return message.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  /** A tilde lifts the character behind it out of Latin-1. */
  private static String wide(String text) {
    StringBuilder wide = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean lift = text.charAt(i) == '~' && i + 1 < text.length();
      wide.append(lift ? (char) (text.charAt(++i) << 8 | text.charAt(i)) : text.charAt(i));
    }
    return wide.toString();
  }

  private static String encoded(Headers headers) {
    byte[] into = new byte[headers.encodedSize()];
    int end = headers.encode(into, 0);
    require(end == into.length, "encoded in another size");
    String text = new String(into, StandardCharsets.ISO_8859_1);
    return text.isEmpty() ? "" : text.substring(0, text.length() - 2);
  }
}
