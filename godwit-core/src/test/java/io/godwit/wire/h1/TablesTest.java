package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table, through the machine of its role, in every way the bytes may arrive. */
final class TablesTest {
  private static final int RANDOM_SPLITS = 6;

  private static final List<String> TAILS =
      List.of("\r\n\r\n", "GET /evil HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n");

  // Made once: a mutation test asks for them a hundred thousand times.
  private static final List<Case> CAME_TO_AN_END =
      CaseFile.all().stream()
          .filter(one -> !one.ends() && !one.expires() && !switches(one))
          .filter(one -> !needsInput(one) || endsWithAMessage(one))
          .toList();

  private static final List<Case> SWITCH =
      CaseFile.all().stream().filter(one -> !one.ends() && switches(one)).toList();

  static List<Case> cases() {
    return CaseFile.all();
  }

  /** What follows a message that is not whole belongs to it; what follows a switch, too. */
  static List<Case> casesThatCameToAnEnd() {
    return CAME_TO_AN_END;
  }

  static List<Case> casesThatSwitch() {
    return SWITCH;
  }

  private static boolean switches(Case one) {
    return one.expected().stream().anyMatch(line -> line.startsWith("switched "));
  }

  private static boolean needsInput(Case one) {
    return one.expected().getLast().equals("need input");
  }

  /** Whether the last event but the need for input is the end of a message. */
  private static boolean endsWithAMessage(Case one) {
    List<String> before = withoutLast(one);
    return !before.isEmpty() && before.getLast().startsWith("end ");
  }

  @Row({"H12", "H15", "T46"})
  @ParameterizedTest
  @MethodSource("cases")
  void the_input_in_one_piece_gives_the_events(Case one) {
    assertThat(Player.whole(one).events()).isEqualTo(one.expected());
  }

  @Row({"H12", "P56"})
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
    for (String tail : TAILS) {
      Player.Outcome outcome = Player.whole(one.followedBy(tail));
      switch (one.expected().getLast()) {
        case "need input" -> // another exchange may begin, and what it comes to is its own affair
            assertThat(outcome.events()).startsWith(withoutLast(one).toArray(String[]::new));
        case "paused" -> {
          assertThat(outcome.events()).isEqualTo(one.expected());
          int untaken = Player.whole(one).untaken() + tail.length();
          assertThat(outcome.untaken()).isEqualTo(untaken);
        }
        case String _ -> assertThat(outcome.events()).isEqualTo(one.expected());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("casesThatSwitch")
  void bytes_behind_a_switch_are_handed_over(Case one) {
    for (String tail : TAILS) {
      List<String> expected = new ArrayList<>(withoutLast(one));
      String handedOver = expected.removeLast();
      String space = handedOver.matches("switched \\d+") ? " " : "";
      expected.add(handedOver + space + EventLog.escaped(tail));
      expected.add(one.expected().getLast());
      assertThat(Player.whole(one.followedBy(tail)).events()).isEqualTo(expected);
    }
  }

  @Row("H12")
  @ParameterizedTest
  @MethodSource({"casesThatCameToAnEnd", "casesThatSwitch"})
  void bytes_behind_the_input_give_the_same_events_at_any_split(Case one) {
    for (String tail : TAILS) {
      Case followed = one.followedBy(tail);
      Player.Outcome whole = Player.whole(followed);
      for (Player.Outcome split :
          List.of(Player.inPieces(followed, 1), Player.atRandom(followed, tail.hashCode()))) {
        assertThat(split.events()).isEqualTo(whole.events());
        assertThat(split.details()).isEqualTo(whole.details());
      }
    }
  }

  private static List<String> withoutLast(Case one) {
    return one.expected().subList(0, one.expected().size() - 1);
  }
}
