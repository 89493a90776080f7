package io.godwit.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type (RFC 9110 section 8.3.1), such as {@code text/html; charset=utf-8}. Type, subtype
 * and parameter names are lower case; parameter values are kept as written. Immutable.
 *
 * <pre>{@code
 * MediaType type = MediaType.of("text/csv; header=present").with("charset", "utf-8");
 * Optional<Charset> charset = MediaType.received("text/html; charset=latin1").flatMap(MediaType::charset);
 * }</pre>
 *
 * @param type the part before the slash
 * @param subtype the part after it
 * @param parameters in order; of a repeated name the first counts
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
  public static final MediaType TEXT_PLAIN_UTF_8 = of("text/plain; charset=utf-8");
  public static final MediaType OCTET_STREAM = of("application/octet-stream");
  public static final MediaType JSON = of("application/json");

  /**
   * Checks that the names are tokens.
   *
   * @throws InvalidMessage when one is not, or a value cannot be written
   */
  public MediaType {
    type = type.toLowerCase(Locale.ROOT);
    subtype = subtype.toLowerCase(Locale.ROOT);
    requireToken(type);
    requireToken(subtype);
    Map<String, String> checked = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          requireToken(name);
          FieldCheck.value("Content-Type", value, true);
          checked.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        });
    parameters = Collections.unmodifiableMap(checked);
  }

  /**
   * The media type of that text.
   *
   * @throws InvalidMessage when it is none
   */
  public static MediaType of(String text) {
    return new MediaTypeParser(text).strict();
  }

  /**
   * The media type in a received field, as far as it can be understood: parameters that are not
   * well formed end the list (RFC 9110 section 5.6.6 lets a recipient choose). Empty when there is
   * not even a type and a subtype.
   */
  public static Optional<MediaType> received(String text) {
    return new MediaTypeParser(text).lenient();
  }

  /** The value of a parameter, whose name is compared without regard to case. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The charset the parameter names; empty when it is absent or unknown to this platform. */
  public Optional<Charset> charset() {
    try {
      return parameter("charset").map(Charset::forName);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty(); // a recipient treats a charset it cannot decode like an absent one
    }
  }

  /** Whether type and subtype are these; parameters do not count. */
  public boolean is(String type, String subtype) {
    return this.type.equalsIgnoreCase(type) && this.subtype.equalsIgnoreCase(subtype);
  }

  /**
   * Whether that is a type of JSON: application/json, text/json, or one that ends in {@code +json}.
   */
  public boolean isJson() {
    return subtype.endsWith("+json")
        || is("application", "json")
        || is("text", "json")
        || is("text", "x-json");
  }

  /**
   * The type that the end of a file name usually stands for, such as image/png for {@code a.png}.
   * Known are some sixty; the content is not looked at.
   */
  public static Optional<MediaType> ofFilename(String filename) {
    return FilenameTypes.of(filename);
  }

  /** A copy in which the parameter has that value. */
  public MediaType with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.put(name.toLowerCase(Locale.ROOT), value);
    return new MediaType(type, subtype, changed);
  }

  /** The type as it stands in a field; values that are not tokens are quoted. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type).append('/').append(subtype);
    parameters.forEach(
        (name, value) -> {
          text.append("; ").append(name).append('=');
          text.append(Grammar.isToken(value) ? value : quotedString(value));
        });
    return text.toString();
  }

  private static String quotedString(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void requireToken(String name) {
    if (!Grammar.isToken(name)) {
      throw new InvalidMessage("media type: " + Grammar.quoted(name) + " is not a token");
    }
  }
}
