package io.godwit.testkit.httpbin;

import io.godwit.http.Body;
import io.godwit.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Maps, collections, texts, numbers and truths as JSON. */
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  /** A text that is JSON already. */
  record Raw(String json) {}

  private JsonBody() {}

  static Body of(Map<String, ?> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator to = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(members, to);
    }
    out.write('\n');
    return Body.bytes(out.toByteArray()).withType(MediaType.JSON);
  }

  /** The text as a value that is written as it is; null when it is not JSON. */
  static @Nullable Raw parsed(String text) {
    try (JsonParser from = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (from.nextToken() == null) {
        return null;
      }
      from.skipChildren();
      return from.nextToken() == null ? new Raw(text) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static void write(@Nullable Object value, JsonGenerator to) {
    switch (value) {
      case null -> to.writeNull();
      case Raw raw -> to.writeRawValue(raw.json());
      case Map<?, ?> members -> {
        to.writeStartObject();
        members.forEach(
            (name, member) -> {
              to.writeName(String.valueOf(name));
              write(member, to);
            });
        to.writeEndObject();
      }
      case Iterable<?> elements -> {
        to.writeStartArray();
        elements.forEach(element -> write(element, to));
        to.writeEndArray();
      }
      case Boolean truth -> to.writeBoolean(truth);
      case Number number -> to.writeNumber(number.longValue());
      default -> to.writeString(value.toString());
    }
  }
}
