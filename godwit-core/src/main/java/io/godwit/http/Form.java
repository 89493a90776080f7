package io.godwit.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of a form or of a query, in order and with their repeats: {@code
 * application/x-www-form-urlencoded}, as the WHATWG URL standard describes it. Immutable.
 *
 * <pre>{@code
 * Form form = Form.of("name", "Ada Lovelace", "like", "tea").with("like", "numbers");
 * form.encoded();          // name=Ada+Lovelace&like=tea&like=numbers
 * form.percentEncoded();   // name=Ada%20Lovelace&like=tea&like=numbers
 * client.post(url).form(form).send();
 * }</pre>
 *
 * <p>Its text shows no values: one of them may be a password.
 */
public final class Form {
  /** {@code application/x-www-form-urlencoded}. */
  public static final MediaType TYPE = MediaType.of("application/x-www-form-urlencoded");

  /** More pairs than this are not taken from somebody else's text. */
  private static final int MOST_PAIRS = 10_000;

  private static final Form EMPTY = new Form(List.of());

  private final List<Pair> pairs;

  /** A name and its value; there may be others of the name. */
  public record Pair(String name, String value) {
    /** The name alone: the value may be a secret. */
    @Override
    public String toString() {
      return name + "=***";
    }
  }

  private Form(List<Pair> pairs) {
    this.pairs = pairs;
  }

  /** A form without pairs. */
  public static Form empty() {
    return EMPTY;
  }

  /**
   * A form of names and values in turn.
   *
   * @throws InvalidMessage when the last name has no value
   */
  public static Form of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new InvalidMessage("the last name of a form has no value");
    }
    List<Pair> pairs = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(new Pair(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(pairs);
  }

  /** A form of these pairs. */
  public static Form of(List<Pair> pairs) {
    return pairs.isEmpty() ? EMPTY : new Form(List.copyOf(pairs));
  }

  /**
   * A form of the entries, in the map's order. A value that is an {@link Iterable} or an array of
   * objects repeats its name; any other is its text.
   *
   * @throws InvalidMessage when a name has null for a value
   */
  public static Form of(Map<String, ?> entries) {
    List<Pair> pairs = new ArrayList<>(entries.size());
    entries.forEach(
        (name, value) -> {
          if (value instanceof Iterable<?> several) {
            several.forEach(each -> pairs.add(new Pair(name, text(name, each))));
          } else if (value instanceof Object[] several) {
            Arrays.asList(several).forEach(each -> pairs.add(new Pair(name, text(name, each))));
          } else {
            pairs.add(new Pair(name, text(name, value)));
          }
        });
    return of(pairs);
  }

  private static String text(String name, @Nullable Object value) {
    if (value == null) {
      throw new InvalidMessage("null is no value of a form, for " + Grammar.quoted(name));
    }
    return value.toString();
  }

  /**
   * The pairs of a text, in UTF-8, without the question mark of a query. A name without an equals
   * sign has an empty value. Empty pairs are skipped, and a semicolon separates nothing. The text
   * comes from somebody one trusts: there is no limit.
   *
   * @throws InvalidMessage at a percent sign that begins no escape, and if the octets are not UTF-8
   */
  public static Form parse(String text) {
    return read(text, StandardCharsets.UTF_8, true, Integer.MAX_VALUE);
  }

  /**
   * The pairs of a text that somebody else has written, read as browsers do: what is malformed
   * stands for itself or becomes U+FFFD.
   *
   * @throws InvalidMessage when there are more than 10,000 pairs
   */
  public static Form received(String text) {
    return received(text, StandardCharsets.UTF_8);
  }

  /**
   * The same in another charset. ISO-8859-1 gives a character for each octet, so that nothing is
   * lost even of what is no text.
   *
   * @throws InvalidMessage when there are more than 10,000 pairs
   */
  public static Form received(String text, Charset charset) {
    return read(text, charset, false, MOST_PAIRS);
  }

  private static Form read(String text, Charset charset, boolean strict, int most) {
    List<Pair> pairs = new ArrayList<>();
    for (int from = 0; from <= text.length(); ) {
      int end = text.indexOf('&', from);
      end = end < 0 ? text.length() : end;
      if (end > from) {
        if (pairs.size() == most) {
          throw new InvalidMessage("a form of more than " + most + " pairs");
        }
        pairs.add(pair(text.substring(from, end), charset, strict));
      }
      from = end + 1;
    }
    return of(pairs);
  }

  private static Pair pair(String text, Charset charset, boolean strict) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    return new Pair(
        FormCoding.decoded(name, charset, strict), FormCoding.decoded(value, charset, strict));
  }

  /**
   * One text percent-encoded as in {@link #percentEncoded()}.
   *
   * @throws InvalidMessage when the charset lacks one of the characters
   */
  public static String percentEncoded(String text, Charset charset) {
    return FormCoding.PERCENT.encoded(text, charset);
  }

  /** All pairs, in order. */
  public List<Pair> pairs() {
    return pairs;
  }

  /** Whether there are no pairs. */
  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** The value of the first pair of that name. */
  public Optional<String> first(String name) {
    for (Pair pair : pairs) {
      if (pair.name().equals(name)) {
        return Optional.of(pair.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all pairs of that name, in order. */
  public List<String> all(String name) {
    return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).toList();
  }

  /** The names in the order of their first pairs, each with all of its values. */
  public SequencedMap<String, List<String>> byName() {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      values.computeIfAbsent(pair.name(), _ -> new ArrayList<>()).add(pair.value());
    }
    values.replaceAll((_, all) -> List.copyOf(all));
    return Collections.unmodifiableSequencedMap(values);
  }

  /** A copy with one pair more at its end. */
  public Form with(String name, String value) {
    List<Pair> more = new ArrayList<>(pairs);
    more.add(new Pair(name, value));
    return of(more);
  }

  /** A copy with the pairs of the other at its end. */
  public Form with(Form other) {
    List<Pair> more = new ArrayList<>(pairs);
    more.addAll(other.pairs);
    return of(more);
  }

  /**
   * The form as browsers send it, in UTF-8: all but letters, digits and {@code *-._} are
   * percent-encoded, and a space becomes a plus sign.
   *
   * @throws InvalidMessage when a text has half a surrogate pair
   */
  public String encoded() {
    return encoded(FormCoding.PLUS);
  }

  /**
   * The form with {@code %20} for a space and all but letters, digits and {@code -._~}
   * percent-encoded, which every reader of forms understands, and those of other queries as well.
   *
   * @throws InvalidMessage when a text has half a surrogate pair
   */
  public String percentEncoded() {
    return encoded(FormCoding.PERCENT);
  }

  private String encoded(FormCoding coding) {
    StringBuilder out = new StringBuilder();
    for (Pair pair : pairs) {
      out.append(out.isEmpty() ? "" : "&")
          .append(coding.encoded(pair.name(), StandardCharsets.UTF_8))
          .append('=')
          .append(coding.encoded(pair.value(), StandardCharsets.UTF_8));
    }
    return out.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Form form && pairs.equals(form.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  /** The names alone: a value may be a secret. */
  @Override
  public String toString() {
    return pairs.toString();
  }
}
