package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Ledger.Entry;
import io.godwit.tests.Ledger.Shown;
import io.godwit.tests.Ledger.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the ledger tells the truth. */
final class LedgerTest {
  private final Ledger ledger = Ledger.read();

  @Test
  void the_page_is_up_to_date() throws IOException {
    if (Boolean.getBoolean("ledger.write")) {
      Files.writeString(Ledger.PAGE, ledger.page());
    }
    assertThat(Checkout.read(Ledger.PAGE))
        .as("docs/ledger.md is stale; the page itself says how to write it anew")
        .isEqualTo(ledger.page());
  }

  @Test
  void a_row_is_listed_once() {
    assertThat(ledger.rows()).isNotEmpty().extracting(Entry::id).doesNotHaveDuplicates();
  }

  @Test
  void a_row_that_is_built_is_shown_by_a_test_and_no_other_is() {
    Set<String> built =
        ledger.rows().stream()
            .filter(row -> row.state() == State.BUILT)
            .map(Entry::id)
            .collect(Collectors.toSet());
    assertThat(built).isNotEmpty().containsExactlyInAnyOrderElementsOf(ledger.shownBy().keySet());
  }

  @Test
  void a_test_shows_rows_that_are_listed_and_at_most_three() {
    Set<String> listed = ledger.rows().stream().map(Entry::id).collect(Collectors.toSet());
    List<Shown> annotated = Ledger.annotated();
    assertThat(annotated).isNotEmpty();
    assertThat(annotated)
        .allSatisfy(
            shown -> {
              assertThat(listed).containsAll(shown.rows());
              assertThat(shown.rows()).hasSizeBetween(1, Ledger.MOST_ROWS).doesNotHaveDuplicates();
            });
  }

  @Test
  void only_a_test_that_is_run_can_show_a_row() {
    List<Shown> annotated = Ledger.annotated();
    assertThat(annotated).isNotEmpty().allSatisfy(shown -> assertThat(shown.isTest()).isTrue());
  }
}
