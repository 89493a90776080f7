package io.godwit.policy.auth.oauth;

import io.godwit.http.HttpFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a server answers as a form or in a query, where no name comes twice. */
final class FormText {
  private FormText() {}

  /**
   * The pairs, decoded as UTF-8.
   *
   * @throws HttpFailure.NoToken when an escape is malformed or a name comes twice, which RFC 6749
   *     section 3.1 forbids, so that nobody can smuggle in a second meaning
   */
  static Map<String, String> read(String form) throws HttpFailure {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : form.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (!pair.isEmpty() && pairs.put(name, value) != null) {
        throw new HttpFailure.NoToken("the server", "a parameter comes twice", "");
      }
    }
    return pairs;
  }

  private static String decoded(String text) throws HttpFailure {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure.NoToken("the server", "a malformed escape", "");
    }
  }
}
