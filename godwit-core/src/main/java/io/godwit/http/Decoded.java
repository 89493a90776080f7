package io.godwit.http;

/**
 * Content as a value, by its media type.
 *
 * <pre>{@code
 * switch (client.get(url).send().decode()) {
 *   case Decoded.Json json -> show("data: " + json.value());
 *   case Decoded.Text text -> show(text.value());
 *   case Decoded.Pairs pairs -> show(pairs.value().first("name").orElse("nobody"));
 *   case Decoded.Octets octets -> show(octets.value().length + " bytes");
 * }
 * }</pre>
 */
public sealed interface Decoded {
  /** The content itself. */
  Object value();

  /** Of a JSON type: what the codec makes of any JSON text, usually maps and lists. */
  record Json(Object value) implements Decoded {}

  /** Of a text type: the text in the charset that the type names, else UTF-8. */
  record Text(String value) implements Decoded {}

  /** Of {@code application/x-www-form-urlencoded}: its pairs. */
  record Pairs(Form value) implements Decoded {}

  /** Of any other type, and of none. The array is not copied. */
  @SuppressWarnings("ArrayRecordComponent") // a copy of all content is not affordable; documented
  record Octets(byte[] value) implements Decoded {}
}
