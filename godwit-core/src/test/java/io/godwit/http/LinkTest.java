package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {
  private static final Uri BASE = Uri.of("http://a.example/b/c");

  private static List<Link> read(String... fields) {
    Headers.Builder headers = Headers.builder();
    for (String field : fields) {
      headers.add("Link", field);
    }
    return Link.received(headers.build(), BASE);
  }

  @Test
  @Row("P55")
  void links_are_read_from_all_fields_and_made_absolute() {
    List<Link> links =
        read(
            "<?page=2>; rel=\"next\"; title=\"a, \\\"b\\\"; c\", </last>;REL=Last;hreflang=de",
            "<https://other.example/>; rel=\"up License\"; crossorigin");
    assertThat(links).hasSize(3);
    assertThat(links.get(0).target()).hasToString("http://a.example/b/c?page=2");
    assertThat(links.get(0).relations()).containsExactly("next");
    assertThat(links.get(0).attributes()).containsExactly(entry("title", "a, \"b\"; c"));
    assertThat(links.get(1).target()).hasToString("http://a.example/last");
    assertThat(links.get(1).is("LAST")).isTrue();
    assertThat(links.get(1).is("next")).isFalse();
    assertThat(links.get(1).attributes()).containsExactly(entry("hreflang", "de"));
    assertThat(links.get(2).relations()).containsExactly("up", "license");
    assertThat(links.get(2).attributes()).containsExactly(entry("crossorigin", ""));
  }

  private static Map.Entry<String, String> entry(String name, String value) {
    return Map.entry(name, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "</a> | 1",
        "</a>; rel | 1",
        "</a>;;; rel=next | 1",
        "</a>; rel = next | 1",
        "</a>; rel=\"next | 1",
        "</a>; rel=\"next\\ | 1",
        "</a>; rel=next junk, </b> | 2",
        "</a>, | 1",
        ", ,</a> | 1",
        "</a>; anchor=\"#x\"; rel=next | 0",
        "</a | 0",
        "a; rel=next | 0",
        "a, </b>; rel=next | 1",
        "<http://[>; rel=next, </b> | 1",
        "x | 0"
      })
  void what_cannot_be_understood_is_left_out(String field, int links) {
    assertThat(read(field.strip())).hasSize(links);
  }

  @Test
  void the_first_of_two_parameters_counts() {
    Link link = read("</a>; rel=next; rel=last; title=x; title=y").getFirst();
    assertThat(link.relations()).containsExactly("next");
    assertThat(link.attributes()).containsExactly(entry("title", "x"));
    assertThat(read("</a>; rel=\" \"").getFirst().relations()).isEmpty();
    assertThat(read("</a>; rel=\"next\\").getFirst().relations()).containsExactly("next\\");
  }

  @Test
  void no_field_has_no_links() {
    assertThat(Link.received(Headers.empty(), BASE)).isEmpty();
  }
}
