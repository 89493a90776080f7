package io.godwit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a peer says it prefers: the values of an {@code Accept}, {@code Accept-Encoding}, {@code
 * Accept-Language} or {@code TE} field with their weights (RFC 9110 section 12.4.2). Immutable.
 *
 * <pre>{@code
 * Preferences accepted = Preferences.of(request.headers(), "Accept");
 * Optional<MediaType> best = accepted.best(List.of(MediaType.TEXT_PLAIN_UTF_8, MediaType.JSON));
 * boolean gzip = Preferences.of(request.headers(), "Accept-Encoding").weight("gzip").orElse(0) > 0;
 * }</pre>
 *
 * @param entries in the order in which they came; at most {@value #MOST}, what follows is ignored
 */
public record Preferences(List<Entry> entries) {
  /** More than anybody means seriously. */
  static final int MOST = 64;

  private static final int FULL = 1000;
  private static final int INVALID = -1;

  /**
   * One value.
   *
   * @param value in lower case, with its own parameters but without the weight
   * @param weight in thousandths: 1000 for {@code q=1}, 0 for what is not acceptable
   */
  public record Entry(String value, int weight) {}

  /** Keeps a copy of the list. */
  public Preferences {
    entries = List.copyOf(entries);
  }

  /**
   * The values of all fields of that name. What is not well formed is left out (RFC 9110 section
   * 5.6.1 wants recipients to be patient with lists); no field gives no entries.
   */
  public static Preferences of(Headers headers, String name) {
    return headers.has(name)
        ? new Preferences(parsed(headers.combined(name).orElse("")))
        : new Preferences(List.of());
  }

  /**
   * The weight of a coding, language or other token, in thousandths: its own, else that of {@code
   * *}; empty when neither is there.
   */
  public OptionalInt weight(String value) {
    String wanted = value.toLowerCase(Locale.ROOT);
    OptionalInt any = OptionalInt.empty();
    for (Entry entry : entries) {
      if (entry.value.equals(wanted)) {
        return OptionalInt.of(entry.weight);
      }
      if (entry.value.equals("*")) {
        any = OptionalInt.of(entry.weight);
      }
    }
    return any;
  }

  /**
   * The one of these types that is preferred, by the weight of the most specific range that it is
   * in (RFC 9110 section 12.5.1). Of equal weight are preferred, in this order: what was named more
   * exactly, what was named earlier, what stands earlier in the list. The first of the list when
   * there are no entries; empty when none is acceptable.
   */
  public Optional<MediaType> best(List<MediaType> offered) {
    if (entries.isEmpty()) {
      return offered.stream().findFirst();
    }
    Match best = Match.NONE;
    MediaType found = null;
    for (MediaType type : offered) {
      Match match = match(type);
      if (match.weight > 0 && match.isBetterThan(best)) {
        best = match;
        found = type;
      }
    }
    return Optional.ofNullable(found);
  }

  private Match match(MediaType type) {
    Match closest = Match.NONE;
    for (int i = 0; i < entries.size(); i++) {
      int exactness =
          MediaType.received(entries.get(i).value).map(r -> exactness(r, type)).orElse(0);
      if (exactness > closest.exactness) {
        closest = new Match(entries.get(i).weight, exactness, i);
      }
    }
    return closest;
  }

  /** How exactly a range names that type: 0 when it does not. */
  private static int exactness(MediaType range, MediaType type) {
    if (range.is("*", "*")) {
      return 1;
    }
    if (!range.type().equals(type.type())) {
      return 0;
    }
    if (range.subtype().equals("*")) {
      return 2;
    }
    boolean within =
        range.subtype().equals(type.subtype())
            && range.parameters().entrySet().stream()
                .allMatch(
                    p -> p.getValue().equalsIgnoreCase(type.parameter(p.getKey()).orElse("")));
    return within ? 3 + range.parameters().size() : 0;
  }

  private record Match(int weight, int exactness, int position) {
    static final Match NONE = new Match(0, 0, Integer.MAX_VALUE);

    boolean isBetterThan(Match other) {
      if (weight != other.weight) {
        return weight > other.weight;
      }
      return exactness == other.exactness ? position < other.position : exactness > other.exactness;
    }
  }

  private static List<Entry> parsed(String list) {
    List<Entry> found = new ArrayList<>();
    int start = 0;
    while (start < list.length() && found.size() < MOST) {
      int end = endOf(list, start, ',');
      add(list.substring(start, end).strip(), found);
      start = end + 1;
    }
    return found;
  }

  /** The first of that delimiter outside quotes, or the end. */
  private static int endOf(String text, int start, char delimiter) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static void add(String element, List<Entry> to) {
    int weight = FULL;
    int valueEnd = element.length();
    int end = endOf(element, 0, ';');
    while (end < element.length()) {
      int next = endOf(element, end + 1, ';');
      String parameter = element.substring(end + 1, next).strip();
      if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
        weight = weightOf(parameter);
        valueEnd = end; // what follows the weight belongs to no range any more
        break;
      }
      end = next;
    }
    String value = element.substring(0, valueEnd).strip().toLowerCase(Locale.ROOT);
    boolean named = !value.isEmpty() && Grammar.isTokenChar(value.charAt(0));
    if (named && weight != INVALID) {
      to.add(new Entry(value, weight));
    }
  }

  /** From 0 to 1 with three decimal places at most. */
  private static int weightOf(String parameter) {
    String text = parameter.substring(2);
    boolean shaped =
        !text.isEmpty()
            && text.length() <= 5
            && (text.charAt(0) == '0' || text.charAt(0) == '1')
            && (text.length() == 1 || text.charAt(1) == '.');
    if (!shaped) {
      return INVALID;
    }
    int weight = (text.charAt(0) - '0') * FULL;
    int place = FULL / 10;
    for (int i = 2; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      weight += digit * place;
      place /= 10;
    }
    return weight > FULL ? INVALID : weight;
  }
}
