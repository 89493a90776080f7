package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The links between the documents. */
final class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z+.-]*:.*|#.*");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

  @Test
  void every_relative_link_leads_to_a_file() {
    List<String> broken = new ArrayList<>();
    int seen = 0;
    for (Path document : Checkout.documents()) {
      Matcher link = LINK.matcher(CODE.matcher(Checkout.read(document)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (ELSEWHERE.matcher(target).matches()) {
          continue;
        }
        seen++;
        if (!Files.exists(document.resolveSibling(target.replaceFirst("#.*", "")))) {
          broken.add(Checkout.ROOT.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(broken).isEmpty();
  }
}
