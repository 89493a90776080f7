package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dot segments, against the algorithm as RFC 3986 section 5.2.4 words it. */
final class UriPathTest {

  @ParameterizedTest
  @CsvSource({"/a/b/c/./../../g, /a/g", "/mid/content=5/../6, /mid/6"})
  void the_examples_of_section_5_2_4(String path, String canonical) {
    assertThat(UriPath.canonical("http", path)).isEqualTo(canonical);
    assertThat(asWorded(path)).isEqualTo(canonical);
  }

  @Test
  void every_short_path_loses_what_the_rfc_says() {
    String[] pieces = {"/", ".", "a"};
    for (int length = 0; length <= 9; length++) {
      for (int n = 0; n < Math.pow(3, length); n++) {
        StringBuilder path = new StringBuilder("/");
        for (int i = 0, rest = n; i < length; i++, rest /= 3) {
          path.append(pieces[rest % 3]);
        }
        assertThat(UriPath.canonical("http", path.toString()))
            .as(path.toString())
            .isEqualTo(asWorded(path.toString()));
      }
    }
  }

  @Test
  void long_paths_lose_what_the_rfc_says() {
    Random random = new Random(524);
    String[] pieces = {"/", "/.", "/..", "/a", "/...", "/.b", "/b."};
    for (int i = 0; i < 2_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int j = random.nextInt(40); j > 0; j--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(UriPath.canonical("http", path.toString())).isEqualTo(asWorded(path.toString()));
    }
  }

  @Test
  void a_path_without_dot_segments_is_not_copied() {
    String path = "/.well-known/a./b..c/...";

    assertThat(UriPath.canonical("http", path)).isSameAs(path);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a, /a",
    "/, a, /a",
    "/b, a, /a",
    "/b/, a, /b/a",
    "/b/c, a/d, /b/a/d",
    "/b/c, /d, /d",
    "/b/c, ../d, /b/../d",
  })
  void a_reference_takes_the_place_of_the_last_segment(
      String base, String reference, String merged) {
    assertThat(UriPath.merge(base, reference)).isEqualTo(merged);
  }

  /** Section 5.2.4, steps 2A to 2E. */
  private static String asWorded(String path) {
    String in = path;
    String out = "";
    while (!in.isEmpty()) {
      if (in.startsWith("../")) {
        in = in.substring(3);
      } else if (in.startsWith("./")) {
        in = in.substring(2);
      } else if (in.startsWith("/./")) {
        in = in.substring(2);
      } else if (in.equals("/.")) {
        in = "/";
      } else if (in.startsWith("/../")) {
        in = in.substring(3);
        out = withoutLastSegment(out);
      } else if (in.equals("/..")) {
        in = "/";
        out = withoutLastSegment(out);
      } else if (in.equals(".") || in.equals("..")) {
        in = "";
      } else {
        int slash = in.indexOf('/', 1);
        int end = slash < 0 ? in.length() : slash;
        out += in.substring(0, end);
        in = in.substring(end);
      }
    }
    return out;
  }

  private static String withoutLastSegment(String out) {
    int slash = out.lastIndexOf('/');
    return slash < 0 ? "" : out.substring(0, slash);
  }
}
