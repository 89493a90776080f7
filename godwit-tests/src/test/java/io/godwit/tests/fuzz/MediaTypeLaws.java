package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import java.util.Locale;
import java.util.Optional;

/**
 * Any text as a media type: only {@link InvalidMessage} escapes, what is read can be written and
 * read again, and a recipient understands at least what the strict reader does.
 */
final class MediaTypeLaws {
  private MediaTypeLaws() {}

  static void check(String text) {
    Optional<MediaType> received = MediaType.received(text);
    received.ifPresent(MediaTypeLaws::checkParsed);
    try {
      MediaType strict = MediaType.of(text);
      require(received.equals(Optional.of(strict)), "read in two ways");
    } catch (InvalidMessage refused) {
      String shown = String.valueOf(refused.getMessage());
      boolean printable = shown.chars().allMatch(c -> c >= ' ' && c < 0x7F);
      require(printable, "a message with a control character");
    }
  }

  private static void checkParsed(MediaType type) {
    String text = type.toString();
    require(HeadRules.fieldText(text), "written with a control character");
    require(MediaType.of(text).equals(type), "written as " + text + ", which is another type");
    require(MediaType.received(text).equals(Optional.of(type)), "received as another type");
    require(HeadRules.isToken(type.type()) && HeadRules.isToken(type.subtype()), "no token");
    require(type.is(type.type().toUpperCase(Locale.ROOT), type.subtype()), "not what it is");
    require(type.charset().isEmpty() || type.parameter("CHARSET").isPresent(), "a charset");
    type.parameters()
        .forEach(
            (name, value) -> {
              require(HeadRules.isToken(name), "a parameter that is no token");
              require(type.with(name, value).equals(type), "set to what it was, and changed");
            });
    MediaType changed = type.with("q", "a \"b\" \\");
    require(MediaType.of(changed.toString()).equals(changed), "quoted and lost");
  }
}
