package io.godwit.policy.auth.oauth;

import io.godwit.http.Form;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
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
  static Map<String, String> read(String text) throws HttpFailure {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Form.Pair pair : parsed(text).pairs()) {
      if (pairs.put(pair.name(), pair.value()) != null) {
        throw new HttpFailure.NoToken("the server", "a parameter comes twice", "");
      }
    }
    return pairs;
  }

  private static Form parsed(String text) throws HttpFailure {
    try {
      return Form.parse(text.strip());
    } catch (InvalidMessage e) {
      throw new HttpFailure.NoToken("the server", "a malformed escape", "");
    }
  }
}
