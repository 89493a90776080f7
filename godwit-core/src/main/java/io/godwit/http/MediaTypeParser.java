package io.godwit.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code type/subtype *( OWS ; OWS [ name=value ] )} (RFC 9110 sections 5.6.6 and 8.3.1). */
final class MediaTypeParser {
  private final String text;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private int at;

  MediaTypeParser(String text) {
    this.text = text;
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
    if (at < text.length()) {
      throw new InvalidMessage("media type " + Grammar.quoted(text) + ": unexpected at " + at);
    }
    return parsed;
  }

  Optional<MediaType> lenient() {
    skipBlanks();
    String type = token();
    if (type.isEmpty() || !skip('/')) {
      return Optional.empty();
    }
    String subtype = token();
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
    skipBlanks();
    int start = at;
    if (!skip(';')) {
      return false;
    }
    skipBlanks();
    String name = token();
    if (name.isEmpty()) {
      return at == text.length() || text.charAt(at) == ';' || reset(start);
    }
    if (!skip('=')) {
      return reset(start);
    }
    Optional<String> value = value();
    if (value.isEmpty()) {
      return reset(start);
    }
    parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value.get());
    return true;
  }

  private boolean reset(int start) {
    at = start;
    return false;
  }

  private Optional<String> value() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quotedString();
    }
    String token = token();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private Optional<String> quotedString() {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return Optional.of(value.toString());
      }
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      if (!Grammar.isFieldChar(c)) {
        return Optional.empty();
      }
      value.append(c);
    }
    return Optional.empty();
  }

  private String token() {
    int start = at;
    while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
      at++;
    }
  }
}
