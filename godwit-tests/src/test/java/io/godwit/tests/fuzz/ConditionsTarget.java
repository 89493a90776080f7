package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.ByteRange;
import io.godwit.http.ByteRanges;
import io.godwit.http.ContentRange;
import io.godwit.http.EntityTag;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Preconditions;
import io.godwit.http.Preconditions.Current;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a request makes its answer depend on: a Range, a list of entity tags, a date. The first
 * option tells how long the representation is, each line of the rest is the value of every field.
 * Nothing may throw; no byte is given twice or from outside; what was read is written in a form
 * that reads the same.
 */
public final class ConditionsTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Current CURRENT = Current.of(EntityTag.strong("a"), NOW.minusSeconds(60));

  private ConditionsTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    long length = (1L << input.option(63)) - 1;
    while (input.hasPayload()) {
      StringBuilder value = new StringBuilder();
      input.line().chars().filter(ConditionsTarget::isField).forEach(c -> value.append((char) c));
      String field = value.toString().strip();
      checkRanges(field, length);
      checkTags(field);
      checkConditions(field);
      ContentRange.received(field)
          .ifPresent(
              range ->
                  assertThat(ContentRange.received(range.toString()).orElseThrow())
                      .isEqualTo(range));
    }
  }

  private static boolean isField(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7F);
  }

  private static Headers headers(String name, String value) {
    return Headers.builder().latin1().add(name, value).build();
  }

  private static void checkRanges(String field, long length) {
    ByteRanges wanted = ByteRanges.wanted(Method.GET, headers("Range", field), length);
    if (!(wanted instanceof ByteRanges.Some(List<ByteRange> ranges))) {
      return;
    }
    assertThat(ranges).hasSizeBetween(1, 64);
    List<ByteRange> sorted =
        ranges.stream().sorted((a, b) -> Long.compare(a.first(), b.first())).toList();
    long next = 0;
    for (ByteRange range : sorted) {
      assertThat(range.first()).isGreaterThanOrEqualTo(next);
      assertThat(range.last()).isLessThan(length);
      next = range.last() + 2;
    }
    String written = ranges.stream().map(ByteRange::toString).collect(Collectors.joining(","));
    assertThat(ByteRanges.wanted(Method.GET, headers("Range", "bytes=" + written), length))
        .isEqualTo(wanted);
  }

  private static void checkTags(String field) {
    List<EntityTag> tags = EntityTag.list(field);
    String written = tags.stream().map(EntityTag::toString).collect(Collectors.joining(", "));
    assertThat(EntityTag.list(written)).isEqualTo(tags);
    EntityTag.received(field).ifPresent(tag -> assertThat(tags).containsExactly(tag));
  }

  private static void checkConditions(String field) {
    List<EntityTag> tags = EntityTag.list(field);
    EntityTag own = CURRENT.tag().orElseThrow();
    boolean any = field.equals("*");
    assertThat(judged("If-Match", field) == Preconditions.Verdict.MET)
        .isEqualTo(any || tags.contains(own));
    assertThat(judged("If-None-Match", field) == Preconditions.Verdict.MET)
        .isEqualTo(!any && tags.stream().noneMatch(own::matchesWeakly));
    boolean unchanged = judged("If-Modified-Since", field) == Preconditions.Verdict.NOT_MODIFIED;
    boolean changed = judged("If-Unmodified-Since", field) == Preconditions.Verdict.FAILED;
    assertThat(unchanged && changed).isFalse();
    if (Preconditions.allowRange(headers("If-Range", field), CURRENT, NOW)) {
      assertThat(unchanged || tags.contains(own)).isTrue();
    }
  }

  private static Preconditions.Verdict judged(String name, String field) {
    return Preconditions.judge(Method.GET, headers(name, field), CURRENT, NOW);
  }
}
