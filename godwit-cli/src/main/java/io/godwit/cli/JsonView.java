package io.godwit.cli;

import java.util.Optional;
import picocli.CommandLine.Help.Ansi.Style;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Lays JSON out for a person: indented, and in colours. Numbers stay as they are written; nothing
 * is sorted or left out.
 */
final class JsonView {
  private final JsonParser parser;
  private final boolean coloured;
  private final StringBuilder text = new StringBuilder();

  private JsonView(JsonParser parser, boolean coloured) {
    this.parser = parser;
    this.coloured = coloured;
  }

  /** The text, with a line break at its end; nothing when the content is no JSON. */
  static Optional<String> of(byte[] content, boolean coloured) {
    try (JsonParser parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), content, 0, content.length)) {
      JsonView view = new JsonView(parser, coloured);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        view.value(token, "");
        view.text.append('\n');
      }
      return view.text.isEmpty() ? Optional.empty() : Optional.of(view.text.toString());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private void value(JsonToken token, String indent) {
    switch (token) {
      case START_OBJECT -> members('{', JsonToken.END_OBJECT, '}', indent);
      case START_ARRAY -> members('[', JsonToken.END_ARRAY, ']', indent);
      case VALUE_STRING -> quoted(parser.getString(), Style.fg_green);
      case VALUE_NULL -> coloured("null", Style.faint);
      case VALUE_TRUE, VALUE_FALSE -> coloured(parser.getString(), Style.fg_yellow);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> coloured(parser.getString(), Style.fg_cyan);
      default -> throw new IllegalStateException("no value begins with " + token);
    }
  }

  private void members(char begin, JsonToken end, char closing, String indent) {
    String inner = indent + "  ";
    text.append(begin);
    boolean first = true;
    for (JsonToken token = parser.nextToken(); token != end; token = parser.nextToken()) {
      text.append(first ? "\n" : ",\n").append(inner);
      first = false;
      if (token == JsonToken.PROPERTY_NAME) {
        quoted(parser.currentName(), Style.fg_blue);
        text.append(": ");
        token = parser.nextToken();
      }
      value(token, inner);
    }
    if (!first) {
      text.append('\n').append(indent);
    }
    text.append(closing);
  }

  private void quoted(String value, Style style) {
    StringBuilder quoted = new StringBuilder(value.length() + 2);
    JsonText.quote(value, quoted);
    coloured(quoted.toString(), style);
  }

  private void coloured(String part, Style style) {
    if (coloured) {
      text.append(style.on()).append(part).append(style.off());
    } else {
      text.append(part);
    }
  }
}
