package io.godwit.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListingTest {
  private static final Listing LISTING =
      new Listing(
          List.of(
              entry("b.txt", false, 300, 1),
              entry("A.txt", false, 200, 3),
              entry("c", true, 0, 2),
              entry("a.txt", false, 200, 2),
              entry("d", true, 0, 1)),
          false);

  private static Listing.Entry entry(String name, boolean folder, long size, int day) {
    Instant time = Instant.parse("2026-11-0" + day + "T12:30:59Z");
    return new Listing.Entry(name, folder, size, Optional.of(time));
  }

  @ParameterizedTest
  @CsvSource({
    "name, false, c d A.txt a.txt b.txt",
    "name, true, d c b.txt a.txt A.txt",
    "size, false, c d A.txt a.txt b.txt",
    "size, true, c d b.txt A.txt a.txt",
    "date, false, d c b.txt a.txt A.txt",
    "date, true, c d A.txt a.txt b.txt",
    "'', false, c d A.txt a.txt b.txt",
    "colour, false, c d A.txt a.txt b.txt"
  })
  void folders_come_first_then_the_order_then_the_name(
      String word, boolean descending, String expected) {
    Listing sorted = LISTING.sorted(Listing.Order.of(word), descending);
    assertThat(String.join(" ", sorted.entries().stream().map(Listing.Entry::name).toList()))
        .isEqualTo(expected);
  }

  @Test
  void a_name_in_a_page_is_text_and_nothing_else() {
    String name = "<img src=x onerror='a()'>\"&.txt";
    String page =
        new ListingPage("/<b>/", true, Listing.Order.NAME, false)
            .of(new Listing(List.of(entry(name, false, 1, 1)), false));
    assertThat(page)
        .contains("<h1>/&lt;b&gt;/</h1>", "<title>/&lt;b&gt;/</title>")
        .contains(
            "<a href=\"./%3Cimg%20src%3Dx%20onerror%3D%27a%28%29%27%3E%22%26.txt\">"
                + "&lt;img src=x onerror=&#39;a()&#39;&gt;&quot;&amp;.txt</a>")
        .doesNotContain("<img", "<b>", "<script");
  }

  @Test
  void a_name_cannot_be_taken_for_a_scheme_or_a_query() {
    String page =
        new ListingPage("/", false, Listing.Order.NAME, false)
            .of(
                new Listing(
                    List.of(entry("javascript:a()", false, 1, 1), entry("a?b#c", true, 0, 1)),
                    false));
    assertThat(page)
        .contains("href=\"./javascript%3Aa%28%29\"", "href=\"./a%3Fb%23c/\">a?b#c/</a>")
        .doesNotContain("href=\"../\"");
  }

  @Test
  void a_second_click_turns_the_order_round() {
    assertThat(new ListingPage("/", false, Listing.Order.SIZE, false).of(LISTING))
        .contains("<a href=\"?sort=name&amp;order=asc\">Name</a></th>")
        .contains("aria-sort=\"ascending\"><a href=\"?sort=size&amp;order=desc\">Size</a> \u2191<");
    assertThat(new ListingPage("/", false, Listing.Order.SIZE, true).of(LISTING))
        .contains("aria-sort=\"descending\"><a href=\"?sort=size&amp;order=asc\">Size</a> \u2193<");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048576, 1.0 MiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8.0 EiB"
  })
  void sizes_are_written_for_a_person(long bytes, String expected) {
    String page =
        new ListingPage("/", true, Listing.Order.NAME, false)
            .of(new Listing(List.of(entry("a", false, bytes, 1)), false));
    assertThat(page)
        .contains("<td class=\"size\">" + expected + "</td><td class=\"date\">2026-11-01 12:30<")
        .contains("<a href=\"../\">../</a>")
        .doesNotContain("more than these");
  }

  @Test
  void a_page_says_when_it_does_not_have_all() {
    Listing cut = new Listing(LISTING.entries(), true);
    assertThat(new ListingPage("/", true, Listing.Order.NAME, false).of(cut))
        .contains("There are more than these 5.");
  }

  @Test
  void json_has_an_object_for_each() {
    Listing listing =
        new Listing(
            List.of(
                entry("d\"\\\n", true, 0, 1),
                new Listing.Entry("a", false, 7, Optional.empty()),
                entry("b", false, 8, 2)),
            false);
    assertThat(ListingJson.of(listing))
        .isEqualTo(
            """
            [
              {"name": "d\\"\\\\\\u000a", "type": "folder", "modified": "2026-11-01T12:30:59Z"},
              {"name": "a", "type": "file", "size": 7},
              {"name": "b", "type": "file", "size": 8, "modified": "2026-11-02T12:30:59Z"}
            ]
            """);
    assertThat(ListingJson.of(new Listing(List.of(), false))).isEqualTo("[]\n");
  }
}
