package io.godwit.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Preferences;
import java.util.List;

/**
 * Any value of a field with weights: what is read stays within its bounds, reads the same when it
 * is written down again, and prefers nothing that was excluded.
 */
public final class PreferencesTarget {
  private static final List<MediaType> OFFERED =
      List.of(MediaType.TEXT_PLAIN_UTF_8, MediaType.JSON, MediaType.of("text/html"));

  private PreferencesTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] input) {
    Headers field;
    try {
      field = Headers.of("Accept", new String(input, ISO_8859_1));
    } catch (InvalidMessage e) {
      return; // no value of a field
    }
    Preferences read = Preferences.of(field, "Accept");
    check(read.entries().size() <= 64, "too many entries");
    StringBuilder written = new StringBuilder();
    for (Preferences.Entry entry : read.entries()) {
      check(!entry.value().isEmpty(), "an empty value");
      check(entry.weight() >= 0 && entry.weight() <= 1000, "a weight out of bounds");
      written.append(entry.value()).append(";q=").append(shown(entry.weight())).append(',');
    }
    boolean closed = read.entries().stream().noneMatch(entry -> entry.value().indexOf('"') >= 0);
    if (closed) { // a quote that does not end would swallow what is written behind it
      Preferences again = Preferences.of(Headers.of("Accept", written.toString()), "Accept");
      check(again.equals(read), "read otherwise the second time: " + again);
    }
    MediaType best = read.best(OFFERED).orElse(null);
    check(best == null || OFFERED.contains(best), "a type that was not offered");
    boolean none = read.entries().stream().allMatch(entry -> entry.weight() == 0);
    check(best == null || read.entries().isEmpty() || !none, "a type that was excluded");
  }

  private static String shown(int weight) {
    return weight == 1000 ? "1" : String.format("0.%03d", weight);
  }

  private static void check(boolean holds, String what) {
    assertThat(holds).as(what).isTrue();
  }
}
