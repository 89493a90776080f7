package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table, through the machine of its role, in every way the bytes may arrive. */
final class TablesTest {
  private static final int RANDOM_SPLITS = 6;

  static List<Case> cases() {
    return CaseFile.all();
  }

  /** What follows a message that is not whole belongs to it; what follows a switch, too. */
  static List<Case> casesThatCameToAnEnd() {
    return CaseFile.all().stream()
        .filter(one -> !one.ends() && !one.expires())
        .filter(one -> one.expected().stream().noneMatch(line -> line.startsWith("switched")))
        .filter(one -> !needsInput(one) || Player.whole(one).machine().reusable())
        .toList();
  }

  private static boolean needsInput(Case one) {
    return one.expected().getLast().equals("need input");
  }

  @Row({"H12", "H15", "T46"})
  @ParameterizedTest
  @MethodSource("cases")
  void the_input_in_one_piece_gives_the_events(Case one) {
    assertThat(Player.whole(one).events()).isEqualTo(one.expected());
  }

  @Row("H12")
  @ParameterizedTest
  @MethodSource("cases")
  void the_input_byte_by_byte_gives_the_events(Case one) {
    Player.Outcome outcome = Player.inPieces(one, 1);
    assertThat(outcome.events()).isEqualTo(one.expected());
    assertThat(outcome.details()).isEqualTo(Player.whole(one).details());
  }

  @Row("H12")
  @ParameterizedTest
  @MethodSource("cases")
  void the_input_at_random_splits_gives_the_events(Case one) {
    String details = Player.whole(one).details();
    for (int round = 0; round < RANDOM_SPLITS; round++) {
      long seed = one.name().hashCode() * 31L + round;
      Player.Outcome outcome = Player.atRandom(one, seed);
      assertThat(outcome.events()).as("seed %d", seed).isEqualTo(one.expected());
      assertThat(outcome.details()).as("seed %d", seed).isEqualTo(details);
    }
  }

  @ParameterizedTest
  @MethodSource("casesThatCameToAnEnd")
  void bytes_behind_the_input_change_nothing_of_what_came_before(Case one) {
    boolean violated = !one.violation().isEmpty();
    List<String> before = one.expected().subList(0, one.expected().size() - (violated ? 0 : 1));
    for (String tail :
        List.of("\r\n\r\n", "GET /evil HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")) {
      List<String> events = Player.whole(one.followedBy(tail)).events();
      assertThat(events).startsWith(before.toArray(String[]::new));
      if (violated) {
        assertThat(events).hasSameSizeAs(before);
      }
    }
  }
}
