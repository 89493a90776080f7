package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.policy.auth.Challenge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Challenges. The first option says what the payload is: field values, a line each, that a server
 * sent; or names and values that are written as challenges, the other options choosing the blanks,
 * the commas and the quotes.
 */
public final class ChallengeTarget {
  private static final Challenge LAST =
      new Challenge("Last", Optional.empty(), java.util.Map.of("realm", "a, b"));

  private ChallengeTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    if (input.option(2) == 0) {
      received(input);
    } else {
      written(input);
    }
  }

  private static void received(FuzzInput input) {
    List<String> values = new ArrayList<>();
    while (input.hasPayload()) {
      values.add(input.line());
    }
    List<Challenge> read = Challenge.parse(values);
    require(read.size() <= Challenge.MOST, "too many");
    read.forEach(ChallengeTarget::checkRead);
    require(Challenge.parse(List.of(plainly(read))).equals(read), "written and read as others");
    values.add("Last realm=\"a, b\"");
    List<Challenge> more = new ArrayList<>(read);
    if (read.size() < Challenge.MOST) {
      more.add(LAST);
    }
    require(Challenge.parse(values).equals(more), "a field behind it is lost");
    ChallengeAnswers.check(values);
  }

  private static void checkRead(Challenge challenge) {
    require(HeadRules.isToken(challenge.scheme()), "a scheme that is no token");
    require(challenge.is(challenge.scheme().toUpperCase(Locale.ROOT)), "not what it is");
    require(challenge.parameters().size() <= Challenge.MOST_PARAMETERS, "too many parameters");
    challenge
        .parameters()
        .forEach(
            (name, value) -> {
              require(HeadRules.isToken(name), "a name that is no token");
              require(challenge.parameter(name).equals(Optional.of(value)), "lost: " + name);
              require(name.equals(name.toLowerCase(Locale.ROOT)), "a name in upper case");
            });
    String shown = challenge.toString();
    require(shown.chars().allMatch(c -> c >= ' ' && c < 0x7F), "shown with what cannot be seen");
  }

  /** As challenges are usually written. */
  private static String plainly(List<Challenge> challenges) {
    List<String> texts = new ArrayList<>();
    for (Challenge challenge : challenges) {
      List<String> parts = new ArrayList<>();
      challenge.token68().ifPresent(parts::add);
      challenge.parameters().forEach((name, value) -> parts.add(name + "=" + quoted(value)));
      if (challenge.token68().isPresent() && parts.size() > 1) {
        // a value and, later in the list, a parameter: no grammar has it, and it is read so
        texts.add(challenge.scheme() + " " + parts.getFirst());
        texts.addAll(parts.subList(1, parts.size()));
      } else {
        texts.add(challenge.scheme() + " " + String.join(",", parts));
      }
    }
    return String.join(", ", texts);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** What follows the grammar is read as it was meant, whatever liberties it takes. */
  private static void written(FuzzInput input) {
    StringBuilder text = new StringBuilder(commas(input));
    List<Challenge> meant = new ArrayList<>();
    while (input.hasPayload() && meant.size() < Challenge.MOST) {
      String scheme = token(input.line());
      Optional<String> token68 = Optional.empty();
      java.util.Map<String, String> parameters = new java.util.LinkedHashMap<>();
      text.append(meant.isEmpty() ? "" : "," + commas(input)).append(scheme);
      switch (input.option(3)) {
        case 0 -> text.append(blanks(input));
        case 1 -> {
          token68 = Optional.of(token(input.line()).replaceAll("[^\\w.~+-]", "/") + "==");
          text.append(' ').append(blanks(input)).append(token68.get()).append(blanks(input));
        }
        default -> {
          text.append(' ').append(blanks(input));
          int wanted = 1 + input.option(3);
          for (int i = 0; i < wanted; i++) {
            String name = i + token(input.line());
            String value = input.line();
            text.append(i == 0 ? "" : "," + commas(input)).append(name).append(blanks(input));
            text.append('=').append(blanks(input)).append(written(value)).append(blanks(input));
            parameters.put(name.toLowerCase(Locale.ROOT), value);
          }
        }
      }
      meant.add(new Challenge(scheme, token68, parameters));
    }
    text.append(",".repeat(input.option(3)));
    List<Challenge> read = Challenge.parse(List.of(text.toString()));
    require(read.equals(meant), text + " read as " + read);
  }

  private static String written(String value) {
    return HeadRules.isToken(value) ? value : quoted(value);
  }

  private static String token(String text) {
    String token = text.replaceAll("[^\\w!#$%&'*+.^`|~-]", "");
    return token.isEmpty() ? "x" : token;
  }

  private static String blanks(FuzzInput input) {
    return " \t ".substring(input.option(4) % 4);
  }

  private static String commas(FuzzInput input) {
    return ", ,\t,".substring(input.option(6)) + blanks(input);
  }
}
