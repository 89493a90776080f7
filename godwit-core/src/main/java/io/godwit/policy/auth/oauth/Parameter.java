package io.godwit.policy.auth.oauth;

import io.godwit.http.Form;
import io.godwit.http.InvalidMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One pair of a query or a form, both halves percent-encoded with nothing bare but letters, digits
 * and {@code -._~} (RFC 5849 section 3.6). Every reader of {@code
 * application/x-www-form-urlencoded} reads that as well, so OAuth 2 sends its forms this way, too.
 */
record Parameter(String name, String value) implements Comparable<Parameter> {
  /** The order of RFC 5849 section 3.4.1.3.2; encoded text is ASCII, so characters are octets. */
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

  /** The pair of two plain texts. */
  static Parameter of(String name, String value) {
    return new Parameter(encoded(name), encoded(value));
  }

  /**
   * The pairs of a query or a form, re-encoded octet by octet, so that octets that are no text
   * survive (RFC 5849 section 3.4.1.3.1).
   *
   * @param form a character per octet
   */
  static List<Parameter> parse(String form) {
    List<Parameter> pairs = new ArrayList<>();
    for (Form.Pair pair : Form.received(form, StandardCharsets.ISO_8859_1).pairs()) {
      pairs.add(
          new Parameter(
              Form.percentEncoded(pair.name(), StandardCharsets.ISO_8859_1),
              Form.percentEncoded(pair.value(), StandardCharsets.ISO_8859_1)));
    }
    return pairs;
  }

  /** The pairs as a query or a form. */
  static String form(List<Parameter> pairs) {
    StringBuilder form = new StringBuilder();
    for (Parameter pair : pairs) {
      form.append(form.isEmpty() ? "" : "&").append(pair.name).append('=').append(pair.value);
    }
    return form.toString();
  }

  /**
   * The UTF-8 of the text, encoded.
   *
   * @throws InvalidMessage when the text has half a surrogate pair
   */
  static String encoded(String text) {
    return Form.percentEncoded(text, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Parameter other) {
    return ORDER.compare(this, other);
  }

  /** The name alone: the value may be a secret. */
  @Override
  public String toString() {
    return name + "=***";
  }
}
