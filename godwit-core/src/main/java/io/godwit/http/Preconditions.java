package io.godwit.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The conditions that a request makes (RFC 9110 section 13): whether it is to be carried out, given
 * what the resource is at present.
 *
 * <pre>{@code
 * Preconditions.Current current = Preconditions.Current.of(EntityTag.strong("v7"));
 * Handler seven = request ->
 *     switch (Preconditions.judge(request.method(), request.headers(), current, Instant.now())) {
 *       case MET -> Response.text("seven").withHeader("ETag", "\"v7\"");
 *       case NOT_MODIFIED -> Response.of(304).withHeader("ETag", "\"v7\"");
 *       case FAILED -> Response.of(412);
 *     };
 * }</pre>
 *
 * <p>They are to be looked at last, right before the method is carried out: what would be answered
 * with another status than 2xx anyway is (section 13.2.1).
 */
public final class Preconditions {
  private Preconditions() {}

  /** What comes of the conditions. */
  public enum Verdict {
    /** The request is to be carried out. */
    MET,
    /** The client has it already: 304 (section 15.4.5). */
    NOT_MODIFIED,
    /** The request must not be carried out: 412 (section 15.5.13). */
    FAILED
  }

  /**
   * What a resource is at present.
   *
   * @param exists whether it has a representation at all
   * @param tag of the one that was selected
   * @param modified when that was last changed
   */
  public record Current(boolean exists, Optional<EntityTag> tag, Optional<Instant> modified) {
    /** There is nothing, such as before a PUT that creates it. */
    public static Current nothing() {
      return new Current(false, Optional.empty(), Optional.empty());
    }

    /** What has that tag. */
    public static Current of(EntityTag tag) {
      return new Current(true, Optional.of(tag), Optional.empty());
    }

    /** What has that tag and was last changed then. */
    public static Current of(EntityTag tag, Instant modified) {
      return new Current(true, Optional.of(tag), Optional.of(modified));
    }

    /** What was last changed then. */
    public static Current of(Instant modified) {
      return new Current(true, Optional.empty(), Optional.of(modified));
    }
  }

  /**
   * Looks at If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since, in the order of
   * section 13.2.2. A date that is none is ignored. A tag that is none matches nothing, so an
   * If-Match that is malformed fails, and an If-None-Match that is malformed is met.
   *
   * @param request its fields
   * @param now tells the century of a year of two digits
   */
  public static Verdict judge(Method method, Headers request, Current current, Instant now) {
    if (selectsNothing(method)) {
      return Verdict.MET;
    }
    if (request.has("If-Match")
        ? !matches(request, "If-Match", current, EntityTag::matchesStrongly)
        : modifiedAfter(request, "If-Unmodified-Since", current, now).orElse(false)) {
      return Verdict.FAILED;
    }
    boolean reads = method.equals(Method.GET) || method.equals(Method.HEAD);
    if (request.has("If-None-Match")) {
      if (!matches(request, "If-None-Match", current, EntityTag::matchesWeakly)) {
        return Verdict.MET;
      }
      return reads ? Verdict.NOT_MODIFIED : Verdict.FAILED;
    }
    return reads && !modifiedAfter(request, "If-Modified-Since", current, now).orElse(true)
        ? Verdict.NOT_MODIFIED
        : Verdict.MET;
  }

  /**
   * Whether a Range that the request has counts: there is no If-Range, or it names just what is
   * there (section 13.1.5). Otherwise the client is to get the whole. A date counts once its second
   * is over, since it does not tell two changes within one from each other.
   *
   * @param request its fields
   * @param now tells whether a date is over, and the century of a year of two digits
   */
  public static boolean allowRange(Headers request, Current current, Instant now) {
    List<String> conditions = request.all("If-Range");
    if (conditions.isEmpty()) {
      return true;
    }
    if (conditions.size() > 1) {
      return false;
    }
    Optional<EntityTag> tag = EntityTag.received(conditions.getFirst());
    if (tag.isPresent()) {
      return current.tag().filter(tag.get()::matchesStrongly).isPresent();
    }
    Optional<Instant> date = HttpDate.parse(conditions.getFirst(), now);
    return date.isPresent()
        && !date.get().plusSeconds(1).isAfter(now)
        && current.modified().map(Preconditions::toTheSecond).equals(date);
  }

  /** For these the conditions have no meaning, and are ignored (section 13.2.1). */
  private static boolean selectsNothing(Method method) {
    return method.equals(Method.CONNECT)
        || method.equals(Method.OPTIONS)
        || method.equals(Method.TRACE);
  }

  private static boolean matches(
      Headers request, String name, Current current, Comparison comparison) {
    String value = request.combined(name).orElse("").strip();
    if (value.equals("*")) {
      return current.exists();
    }
    Predicate<EntityTag> same = tag -> anyMatches(value, tag, comparison);
    return current.tag().filter(same).isPresent();
  }

  private static boolean anyMatches(String value, EntityTag current, Comparison comparison) {
    return EntityTag.list(value).stream().anyMatch(tag -> comparison.matches(tag, current));
  }

  @FunctionalInterface
  private interface Comparison {
    boolean matches(EntityTag one, EntityTag other);
  }

  /** Empty when there is no such field, or it cannot be compared. */
  private static Optional<Boolean> modifiedAfter(
      Headers request, String name, Current current, Instant now) {
    List<String> dates = request.all(name);
    if (dates.size() != 1 || current.modified().isEmpty()) {
      return Optional.empty();
    }
    Instant modified = toTheSecond(current.modified().get());
    return HttpDate.parse(dates.getFirst(), now).map(modified::isAfter);
  }

  /** All that the field can say. */
  private static Instant toTheSecond(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }
}
