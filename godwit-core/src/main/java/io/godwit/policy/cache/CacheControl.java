package io.godwit.policy.cache;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directives of the Cache-Control fields of a request or a response (RFC 9111 section 5.2).
 * Reading never fails: what is malformed or contradicts itself counts as what keeps least, as
 * section 4.2.1 advises. Immutable.
 *
 * <pre>{@code
 * CacheControl control = CacheControl.of(headers);
 * if (control.noStore() || control.maxAge().orElse(0) == 0) {
 *   log("not for long");
 * }
 * }</pre>
 */
public final class CacheControl {
  /** The longest time in seconds; what is longer counts as this (RFC 9111 section 1.2.2). */
  public static final long LONGEST = 1L << 31;

  /** Directives that nobody here knows are kept up to this number, so that a flood is not. */
  private static final int MOST_UNKNOWN = 32;

  private static final List<String> KNOWN =
      List.of(
          "max-age",
          "max-stale",
          "min-fresh",
          "no-cache",
          "no-store",
          "no-transform",
          "only-if-cached",
          "must-revalidate",
          "must-understand",
          "private",
          "proxy-revalidate",
          "public",
          "s-maxage",
          "stale-while-revalidate",
          "stale-if-error",
          "immutable");

  private final Map<String, Directive> directives;

  private CacheControl(Map<String, Directive> directives) {
    this.directives = directives;
  }

  /** One directive: its argument, and whether it came again with another. */
  private record Directive(Optional<String> argument, boolean disputed) {}

  /** The directives of a response, or of a request without regard to Pragma. */
  public static CacheControl of(Headers headers) {
    Map<String, Directive> directives = new LinkedHashMap<>();
    for (String value : headers.all("Cache-Control")) {
      FieldList.elements(value).forEach(element -> read(element, directives));
    }
    return new CacheControl(directives);
  }

  /** The directives of a request; without any, {@code Pragma: no-cache} is one (section 5.4). */
  public static CacheControl ofRequest(Headers headers) {
    if (!headers.has("Cache-Control") && headers.hasToken("Pragma", "no-cache")) {
      return of(Headers.of("Cache-Control", "no-cache"));
    }
    return of(headers);
  }

  private static void read(String element, Map<String, Directive> directives) {
    int equals = element.indexOf('=');
    String written = equals < 0 ? element : element.substring(0, equals);
    String name = written.strip().toLowerCase(Locale.ROOT);
    if (!Grammar.isToken(name)) {
      return;
    }
    Optional<String> argument = Optional.empty();
    if (equals >= 0) {
      // blanks around the equals sign are not allowed, and stay: so they spoil a number
      String raw = element.substring(equals + 1);
      boolean blank = !written.strip().equals(written);
      argument = Optional.of(blank ? " " + raw : unquoted(raw));
    }
    Directive before = directives.get(name);
    if (before != null) {
      boolean same = before.argument().equals(argument);
      directives.put(name, new Directive(before.argument(), before.disputed() || !same));
    } else if (KNOWN.contains(name) || directives.size() < KNOWN.size() + MOST_UNKNOWN) {
      directives.put(name, new Directive(argument, false));
    }
  }

  private static String unquoted(String raw) {
    boolean quoted = raw.startsWith("\"") && FieldList.closing(raw, 0) == raw.length() - 1;
    if (!quoted) {
      return raw;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < raw.length() - 1; i++) {
      if (raw.charAt(i) == '\\') {
        i++;
      }
      text.append(raw.charAt(i));
    }
    return text.toString();
  }

  /** Whether there is no directive. */
  public boolean isEmpty() {
    return directives.isEmpty();
  }

  /** Whether there is a directive of that name, known or not. */
  public boolean has(String name) {
    return directives.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /** The first argument of the directive of that name, without its quotes. */
  public Optional<String> argument(String name) {
    Directive directive = directives.get(name.toLowerCase(Locale.ROOT));
    return directive == null ? Optional.empty() : directive.argument();
  }

  /** The names of all directives, in lower case, each once, in the order they came in. */
  public List<String> names() {
    return List.copyOf(directives.keySet());
  }

  /** For how many seconds the response is fresh, or how old it may be to answer the request. */
  public OptionalLong maxAge() {
    return seconds("max-age", 0);
  }

  /** For how many seconds a stale response will do; without a number for any time. */
  public OptionalLong maxStale() {
    boolean any = has("max-stale") && argument("max-stale").isEmpty() && !disputed("max-stale");
    return any ? OptionalLong.of(LONGEST) : seconds("max-stale", 0);
  }

  /** For how many seconds more the response must be fresh to answer the request. */
  public OptionalLong minFresh() {
    return seconds("min-fresh", LONGEST);
  }

  /** For how many seconds after it became stale the response will do while it is asked for anew. */
  public OptionalLong staleWhileRevalidate() {
    return seconds("stale-while-revalidate", 0);
  }

  /** For how many seconds after it became stale the response will do in place of an error. */
  public OptionalLong staleIfError() {
    return seconds("stale-if-error", 0);
  }

  /**
   * Whether a response needs to be validated before it is used. A list of fields in the directive
   * makes no difference, as section 5.2.2.4 allows.
   */
  public boolean noCache() {
    return has("no-cache");
  }

  /** Whether nothing is to be stored. */
  public boolean noStore() {
    return has("no-store");
  }

  /** Whether the request is to be answered from the cache or not at all. */
  public boolean onlyIfCached() {
    return has("only-if-cached");
  }

  /** Whether the response must not be used once it is stale. */
  public boolean mustRevalidate() {
    return has("must-revalidate");
  }

  /** Whether to store the response only when its status is understood. */
  public boolean mustUnderstand() {
    return has("must-understand");
  }

  /** Whether the response may be stored though its status does not say so. */
  public boolean isPublic() {
    return has("public");
  }

  /** Whether the response may be stored by a private cache only, such as this. */
  public boolean isPrivate() {
    return has("private");
  }

  /** Whether the response does not change while it is fresh (RFC 8246). */
  public boolean immutable() {
    return has("immutable");
  }

  private boolean disputed(String name) {
    Directive directive = directives.get(name);
    return directive != null && directive.disputed();
  }

  /** The argument as seconds; the other number when it is none, or there are several. */
  private OptionalLong seconds(String name, long otherwise) {
    Directive directive = directives.get(name);
    if (directive == null) {
      return OptionalLong.empty();
    }
    long seconds = directive.disputed() ? -1 : deltaSeconds(directive.argument().orElse(""));
    return OptionalLong.of(seconds < 0 ? otherwise : seconds);
  }

  /** A number of seconds, at most {@link #LONGEST}; -1 when the text is none. */
  static long deltaSeconds(String text) {
    long seconds = text.isEmpty() ? -1 : 0;
    for (int i = 0; i < text.length(); i++) {
      if (!Grammar.isDigit(text.charAt(i))) {
        return -1;
      }
      seconds = Math.min(LONGEST, seconds * 10 + (text.charAt(i) - '0'));
    }
    return seconds;
  }

  /** The directives as a field's value. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    directives.forEach(
        (name, directive) ->
            texts.add(directive.argument().map(argument -> name + "=" + argument).orElse(name)));
    return String.join(", ", texts);
  }
}
