package io.godwit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request wants of a representation (RFC 9110 section 14): all of it, some ranges of bytes,
 * or only bytes that it does not have. Immutable.
 *
 * <pre>{@code
 * Handler thousand = request ->
 *     switch (ByteRanges.wanted(request.method(), request.headers(), 1000)) {
 *       case ByteRanges.All _ -> Response.ok(Body.file(Path.of("thousand")));
 *       case ByteRanges.Some some -> Response.of(206)
 *           .withHeader("Content-Range", ContentRange.of(some.ranges().get(0), 1000).toString())
 *           .withBody(Body.file(Path.of("thousand"), some.ranges().get(0).first(),
 *               some.ranges().get(0).length()));
 *       case ByteRanges.Unsatisfiable _ -> Response.of(416)
 *           .withHeader("Content-Range", ContentRange.unsatisfied(1000).toString());
 *     };
 * }</pre>
 *
 * <p>Ranges that overlap or touch become one, so that no byte is sent twice, however often it is
 * asked for (CVE-2011-3192), and a request with very many is answered with the whole.
 */
public sealed interface ByteRanges {
  /** The whole: nothing else was asked for, or not in a way that counts. */
  record All() implements ByteRanges {}

  /**
   * These bytes.
   *
   * @param ranges one at least, in the order in which they were asked for, without any in common
   */
  record Some(List<ByteRange> ranges) implements ByteRanges {
    /** Copies the list. */
    public Some {
      ranges = List.copyOf(ranges);
    }
  }

  /** Bytes that are not there: the answer is 416 (section 15.5.17). */
  record Unsatisfiable() implements ByteRanges {}

  /**
   * What the request wants. Another method than GET has no ranges, and neither has a representation
   * without content; a Range that is malformed, repeated, of another unit or of more than 64 ranges
   * is ignored (section 14.2).
   *
   * <p>If-Range is looked at by {@link Preconditions#allowRange}.
   *
   * @param length of the representation in bytes
   */
  static ByteRanges wanted(Method method, Headers request, long length) {
    if (length == 0 || !method.equals(Method.GET) || !request.has("Range")) {
      return new All();
    }
    List<String> fields = request.all("Range");
    return fields.size() == 1 ? new RangeParser(fields.getFirst(), length).ranges() : new All();
  }
}

/** Reads one Range field. */
final class RangeParser {
  private static final int MOST = 64;
  private static final String UNIT = "bytes=";

  private final String field;
  private final long length;
  private final List<ByteRange> ranges = new ArrayList<>();

  RangeParser(String field, long length) {
    this.field = field;
    this.length = length;
  }

  ByteRanges ranges() {
    if (!field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return new ByteRanges.All();
    }
    int asked = 0;
    for (String element : field.substring(UNIT.length()).split(",", -1)) {
      String range = element.strip();
      if (range.isEmpty()) { // an element of a list may be empty (section 5.6.1.2)
        continue;
      }
      asked++;
      if (asked > MOST || !take(range)) {
        return new ByteRanges.All();
      }
    }
    if (asked == 0) {
      return new ByteRanges.All();
    }
    return ranges.isEmpty() ? new ByteRanges.Unsatisfiable() : new ByteRanges.Some(ranges);
  }

  /** Adds such as {@code 0-499}, {@code 500-} or {@code -500}; false when it is malformed. */
  private boolean take(String range) {
    int hyphen = range.indexOf('-');
    if (hyphen < 0) {
      return false;
    }
    String from = range.substring(0, hyphen);
    String to = range.substring(hyphen + 1);
    if (!isDigits(from) || !isDigits(to) || (from.isEmpty() && to.isEmpty())) {
      return false;
    }
    if (from.isEmpty()) {
      long count = Math.min(number(to), length);
      return count == 0 || add(length - count, length - 1);
    }
    long first = number(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
    return first <= last && (first >= length || add(first, Math.min(last, length - 1)));
  }

  /** Puts the range in the place of the first one that it has bytes in common with. */
  private boolean add(long first, long last) {
    ByteRange range = new ByteRange(first, last);
    Optional<ByteRange> touching = touching(range);
    int place = ranges.size();
    while (touching.isPresent()) {
      place = Math.min(place, ranges.indexOf(touching.get()));
      ranges.remove(touching.get());
      range = range.with(touching.get());
      touching = touching(range);
    }
    ranges.add(Math.min(place, ranges.size()), range);
    return true;
  }

  private Optional<ByteRange> touching(ByteRange range) {
    return ranges.stream().filter(range::touches).findFirst();
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(Grammar::isDigit);
  }

  /** More than a file can have is as good as any other number that is. */
  private static long number(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
