package io.godwit.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code type/subtype *( OWS ; OWS [ name=value ] )} (RFC 9110 sections 5.6.6 and 8.3.1). */
final class MediaTypeParser {
  private final String text;
  private final FieldCursor cursor;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  MediaTypeParser(String text) {
    this.text = text;
    this.cursor = new FieldCursor(text);
  }

  MediaType strict() {
    MediaType parsed =
        lenient()
            .orElseThrow(
                () ->
                    new InvalidMessage(
                        "media type "
                            + Grammar.quoted(text)
                            + ": no type and subtype, as in text/html"));
    if (!cursor.atEnd()) {
      throw new InvalidMessage(
          "media type " + Grammar.quoted(text) + ": unexpected at " + cursor.position());
    }
    return parsed;
  }

  Optional<MediaType> lenient() {
    cursor.skipBlanks();
    String type = cursor.token();
    if (type.isEmpty() || !cursor.skip('/')) {
      return Optional.empty();
    }
    String subtype = cursor.token();
    if (subtype.isEmpty()) {
      return Optional.empty();
    }
    boolean more = true;
    while (more) {
      more = parameter();
    }
    return Optional.of(new MediaType(type, subtype, parameters));
  }

  /** Reads one parameter with its semicolon; stays before the first character that does not fit. */
  private boolean parameter() {
    cursor.skipBlanks();
    int start = cursor.position();
    if (!cursor.skip(';')) {
      return false;
    }
    cursor.skipBlanks();
    String name = cursor.token();
    if (name.isEmpty()) {
      return cursor.atEnd() || cursor.sees(';') || reset(start);
    }
    if (!cursor.skip('=')) {
      return reset(start);
    }
    Optional<String> value = cursor.value();
    if (value.isEmpty()) {
      return reset(start);
    }
    parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value.get());
    return true;
  }

  private boolean reset(int start) {
    cursor.position(start);
    return false;
  }
}
