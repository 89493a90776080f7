package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Form;
import io.godwit.http.InvalidMessage;
import java.nio.charset.StandardCharsets;

/**
 * Any text as a form. Only {@link InvalidMessage} escapes; what was read is written in a form that
 * reads the same in every way, and a text that is well formed is read the same by the strict reader
 * and the other one.
 */
public final class FormTarget {
  private FormTarget() {}

  /** Fails if anything else is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Form received = received(text);
    if (received.isEmpty() && !text.replace("&", "").isEmpty()) {
      return; // refused: too many
    }
    check(received);
    try {
      assertThat(Form.parse(text)).isEqualTo(received);
    } catch (InvalidMessage refused) {
      assertThat(text).contains("%");
    }
    octets(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static Form received(String text) {
    try {
      return Form.received(text);
    } catch (InvalidMessage refused) {
      assertThat(text.chars().filter(c -> c == '&').count()).isGreaterThanOrEqualTo(10_000);
      return Form.empty();
    }
  }

  private static void check(Form form) {
    for (String written : new String[] {form.encoded(), form.percentEncoded()}) {
      assertThat(written).matches("[A-Za-z0-9*._~%+&=-]*");
      assertThat(Form.parse(written)).isEqualTo(form);
      assertThat(Form.received(written)).isEqualTo(form);
    }
    assertThat(form.byName().values().stream().mapToInt(java.util.List::size).sum())
        .isEqualTo(form.pairs().size());
  }

  /** Nothing is lost even of what is no text. */
  private static void octets(String text) {
    if (text.length() > 10_000) {
      return;
    }
    for (Form.Pair pair : Form.received(text, StandardCharsets.ISO_8859_1).pairs()) {
      String again = Form.percentEncoded(pair.value(), StandardCharsets.ISO_8859_1);
      String back =
          Form.received("a=" + again, StandardCharsets.ISO_8859_1).first("a").orElseThrow();
      assertThat(back).isEqualTo(pair.value());
    }
  }
}
