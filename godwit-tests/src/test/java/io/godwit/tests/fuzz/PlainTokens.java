package io.godwit.tests.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a well-known reader of JSON makes of the answer of a token endpoint. */
final class PlainTokens {
  private static final JsonFactory JSON = new JsonFactory();

  private PlainTokens() {}

  /** The token that the answer holds; of a repeated name the last member counts. */
  static Optional<String> access(int status, byte[] content) {
    Map<String, String> texts = status / 100 == 2 ? texts(content) : Map.of();
    return Optional.ofNullable(texts.get("access_token"))
        .filter(token -> token.matches("[!-~]+"))
        .filter(_ -> "bearer".equalsIgnoreCase(texts.get("token_type")))
        .filter(_ -> !texts.containsKey("error"));
  }

  /** Whether it has what the stricter reader refuses: repeats, half pairs, depth. */
  static boolean isUnusual(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    long open = text.chars().filter(c -> c == '[' || c == '{').count();
    return open > 32 || text.matches("(?s).*\\\\u[dD][89a-fA-F].*") || !repeatsNothing(text);
  }

  private static boolean repeatsNothing(String text) {
    try (JsonParser parser =
        JSON.createParser(text).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
      while (parser.nextToken() != null) {
        // it throws at the first repeat
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> texts(byte[] content) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = JSON.createParser(decoded(content))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        texts.remove(name);
        if (value == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      return parser.nextToken() == null ? texts : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static String decoded(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }
}
