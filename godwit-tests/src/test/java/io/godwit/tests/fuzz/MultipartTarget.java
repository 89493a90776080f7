package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of parts. Each line is the name, the file name or the content of one part in turn. What
 * is written has just the parts that were given, each with its one field and its content, whatever
 * the names are; what could not be written so is refused.
 */
public final class MultipartTarget {
  private static final String BOUNDARY = "edge-5d1c";
  private static final String DELIMITER = "--" + BOUNDARY;

  private MultipartTarget() {}

  /** Fails if anything but {@link InvalidMessage} is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    Multipart parts = Multipart.create();
    List<Part> given = new ArrayList<>();
    for (int i = 0; i + 2 < lines.length && given.size() < 20; i += 3) {
      try {
        // line feeds separate here, and are what a name must not smuggle in
        Part part =
            Part.text(lines[i].replace('|', '\n'), lines[i + 2])
                .withFilename(lines[i + 1].replace('|', '\n'));
        parts = parts.part(part);
        given.add(part);
      } catch (InvalidMessage refused) {
        assertThat(clean(lines[i]) && clean(lines[i + 1])).as("refused: " + refused).isFalse();
      }
    }
    try {
      check(given, Body.multipart(parts.withBoundary(BOUNDARY)));
    } catch (InvalidMessage refused) {
      boolean nameless = given.stream().anyMatch(part -> part.name().isEmpty());
      boolean inside = given.stream().anyMatch(part -> content(part).contains(DELIMITER));
      assertThat(nameless || inside).as("refused: " + refused).isTrue();
    }
  }

  /** Decoded UTF-8 has no half surrogate pairs. */
  private static boolean clean(String name) {
    return name.chars().noneMatch(c -> Character.isISOControl(c) && c != '\r');
  }

  private static void check(List<Part> given, Body body) {
    String text = text(body);
    assertThat(size(body)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    int at = 0;
    for (Part part : given) {
      at = after(text, at, DELIMITER + "\r\nContent-Disposition: form-data; name=\"");
      at = name(text, at, part.name());
      at = after(text, at, "; filename=\"");
      at = name(text, at, part.filename().orElseThrow());
      at = after(text, at, "\r\n\r\n" + content(part) + "\r\n");
    }
    assertThat(text.substring(at)).isEqualTo(DELIMITER + "--\r\n");
    assertThat(("\r\n" + text).split("\r\n" + DELIMITER, -1)).hasSize(given.size() + 2);
  }

  /** Up to the quotation mark that ends it. */
  private static int name(String text, int at, String name) {
    int end = text.indexOf('"', at);
    String written = text.substring(at, end);
    assertThat(written.chars().noneMatch(Character::isISOControl)).as(written).isTrue();
    assertThat(written.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
        .isEqualTo(name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
    return end + 1;
  }

  private static int after(String text, int at, String expected) {
    assertThat(text.startsWith(expected, at)).as("%s at %d", expected, at).isTrue();
    return at + expected.length();
  }

  private static String content(Part part) {
    return text(part.body());
  }

  private static String text(Body body) {
    try {
      return new String(body.bytes(Integer.MAX_VALUE - 8), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Body body) {
    try {
      return body.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
