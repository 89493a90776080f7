package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields as a list of names and values, slow and plain, to hold {@link Headers} against. */
final class PlainFields {
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]++):([\\t -~\\x80-\\xFF]*+)");
  private static final Pattern CONTINUATION = Pattern.compile("[ \\t][\\t -~\\x80-\\xFF]*+");

  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** The fields of a section that ends with its empty line; empty if it is not well formed. */
  static Optional<PlainFields> read(String section, boolean folds) {
    PlainFields fields = new PlainFields();
    for (String line : section.substring(0, section.indexOf("\r\n\r\n")).split("\r\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        fields.add(matcher.group(1), HeadRules.strip(matcher.group(2)));
      } else if (folds && fields.size() > 0 && CONTINUATION.matcher(line).matches()) {
        int last = fields.size() - 1;
        fields.values.set(last, folded(fields.values.get(last), line));
      } else if (line.isEmpty() && section.startsWith("\r\n")) {
        return Optional.of(fields);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  /** How many spaces a fold becomes is nobody's business; see {@link #requireSame}. */
  private static String folded(String value, String line) {
    return HeadRules.strip(value + " " + HeadRules.strip(line));
  }

  void add(String name, String value) {
    names.add(name);
    values.add(value);
  }

  void set(String name, String value) {
    int first = find(name, 0);
    if (first < 0) {
      add(name, value);
      return;
    }
    names.set(first, name);
    values.set(first, value);
    removeFrom(first + 1, name);
  }

  void remove(String name) {
    removeFrom(0, name);
  }

  int size() {
    return names.size();
  }

  boolean has(String name) {
    return find(name, 0) >= 0;
  }

  /** Fails unless the headers say the same in every way in which they can be asked. */
  void requireSame(Headers headers) {
    require(headers.size() == size(), headers.size() + " fields and not " + size());
    for (int i = 0; i < size(); i++) {
      String name = names.get(i);
      require(headers.name(i).equals(name), headers.name(i) + " and not " + name);
      requireSameValue(headers.value(i), values.get(i));
    }
    // Each question looks at all fields, so many fields are asked about now and then.
    for (int i = 0; i < size(); i += 1 + size() / 16) {
      requireSameAnswers(headers, i);
    }
    require(headers.toBuilder().build().equals(headers), "not equal to its copy");
    requireSecretsHidden(headers);
  }

  private void requireSameAnswers(Headers headers, int i) {
    String name = names.get(i);
    String other = i % 2 == 0 ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    List<String> all = headers.all(other);
    require(all.size() == count(name), "all " + all);
    require(headers.find(other, i) == i, "found elsewhere");
    require(headers.first(other).equals(Optional.of(all.getFirst())), "first");
    require(headers.last(other).equals(Optional.of(all.getLast())), "last");
    require(headers.combined(other).equals(Optional.of(String.join(", ", all))), "combined");
    requireSameTokens(headers, other, all);
    requireSameNumber(headers.decimal(i), headers.value(i));
    require(!headers.without(other).has(name), "still there");
    require(headers.without(other).size() == size() - all.size(), "more was removed");
    require(headers.with(name, "x").all(name).equals(List.of("x")), "replaced");
  }

  private static void requireSecretsHidden(Headers headers) {
    List<String> lines = new ArrayList<>();
    for (Headers.Field field : headers) {
      boolean secret = SECRET.contains(field.name().toLowerCase(Locale.ROOT));
      lines.add(field.name() + ": " + (secret ? "***" : field.value()));
    }
    require(headers.toString().equals(String.join("\n", lines)), "shown as " + headers);
  }

  private static void requireSameValue(String value, String plain) {
    boolean same = value.equals(plain) || spaced(value).equals(spaced(plain));
    require(same, value + " and not " + plain);
  }

  /** A fold may leave any number of spaces. */
  private static String spaced(String value) {
    return value.replaceAll("[ \t]+", " ");
  }

  private static void requireSameTokens(Headers headers, String name, List<String> all) {
    List<String> tokens = new ArrayList<>();
    for (String value : all) {
      for (String token : value.split(",", -1)) {
        tokens.add(HeadRules.strip(token));
      }
    }
    for (String token : List.of("close", "chunked", "", tokens.getFirst(), tokens.getLast())) {
      boolean there = tokens.stream().anyMatch(one -> sameLetters(one, token));
      require(headers.hasToken(name, token) == there, "token " + token);
    }
  }

  /** Equal but for the case of the letters of ASCII. */
  private static boolean sameLetters(String one, String other) {
    boolean same = one.length() == other.length();
    for (int i = 0; same && i < one.length(); i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      same = a == b || (a < 0x80 && b < 0x80 && String.valueOf(a).equalsIgnoreCase("" + b));
    }
    return same;
  }

  private static void requireSameNumber(long number, String value) {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    long plain = -1;
    if (digits) {
      BigInteger big = new BigInteger(value);
      plain = big.bitLength() < 64 ? big.longValue() : -1;
    }
    require(number == plain, number + " and not " + plain);
  }

  private int count(String name) {
    int count = 0;
    for (String one : names) {
      count += sameLetters(one, name) ? 1 : 0;
    }
    return count;
  }

  private int find(String name, int from) {
    for (int i = from; i < size(); i++) {
      if (sameLetters(names.get(i), name)) {
        return i;
      }
    }
    return -1;
  }

  private void removeFrom(int from, String name) {
    for (int i = size() - 1; i >= from; i--) {
      if (sameLetters(names.get(i), name)) {
        names.remove(i);
        values.remove(i);
      }
    }
  }
}
