package io.godwit.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a response lets caches do with it: the value of its {@code Cache-Control} field (RFC 9111
 * section 5.2.2). Immutable.
 *
 * <pre>{@code
 * Caching assets = Caching.maxAge(Duration.ofDays(365)).shared().immutable();
 * Response script = Response.text("go()").withHeader("Cache-Control", assets.toString());
 * Response account = Response.text("42").withHeader("Cache-Control", Caching.noStore().toString());
 * }</pre>
 */
public final class Caching {
  private final List<String> directives;

  private Caching(List<String> directives) {
    this.directives = directives;
  }

  /** No cache keeps it: for what nobody else may ever see. */
  public static Caching noStore() {
    return new Caching(List.of("no-store"));
  }

  /** Caches may keep it, and ask each time whether it is still good. */
  public static Caching noCache() {
    return new Caching(List.of("no-cache"));
  }

  /**
   * It is good for that long, in whole seconds.
   *
   * @throws InvalidMessage when the time is negative
   */
  public static Caching maxAge(Duration time) {
    return new Caching(List.of(directive("max-age", time)));
  }

  /** A copy for the cache of one user alone, not for those between. */
  public Caching unshared() {
    return with("private");
  }

  /** A copy for all caches, even where the request had credentials. */
  public Caching shared() {
    return with("public");
  }

  /**
   * A copy that is good for that long in caches that are shared, whatever else is said.
   *
   * @throws InvalidMessage when the time is negative
   */
  public Caching sharedMaxAge(Duration time) {
    return with(directive("s-maxage", time));
  }

  /** A copy that is never used when it is no longer good, even when nobody can be asked. */
  public Caching mustRevalidate() {
    return with("must-revalidate");
  }

  /** The same for shared caches alone. */
  public Caching proxyRevalidate() {
    return with("proxy-revalidate");
  }

  /** A copy that says that the content will not change while it is good (RFC 8246). */
  public Caching immutable() {
    return with("immutable");
  }

  /** A copy that nobody on the way may change, by compressing it or otherwise. */
  public Caching noTransform() {
    return with("no-transform");
  }

  /**
   * A copy that may be used for that long while it is asked for anew (RFC 5861 section 3).
   *
   * @throws InvalidMessage when the time is negative
   */
  public Caching staleWhileRevalidate(Duration time) {
    return with(directive("stale-while-revalidate", time));
  }

  /**
   * A copy that may be used for that long while it cannot be had anew (RFC 5861 section 4).
   *
   * @throws InvalidMessage when the time is negative
   */
  public Caching staleIfError(Duration time) {
    return with(directive("stale-if-error", time));
  }

  private Caching with(String directive) {
    List<String> more = new ArrayList<>(directives);
    more.removeIf(other -> name(other).equals(name(directive)));
    more.add(directive);
    return new Caching(List.copyOf(more));
  }

  private static String name(String directive) {
    int equals = directive.indexOf('=');
    String name = equals < 0 ? directive : directive.substring(0, equals);
    return name.equals("public") ? "private" : name; // one of both
  }

  private static String directive(String name, Duration time) {
    if (time.isNegative()) {
      throw new InvalidMessage(name + " is negative: " + time);
    }
    return name + "=" + time.toSeconds();
  }

  /** The value of the field. */
  @Override
  public String toString() {
    return String.join(", ", directives);
  }
}
