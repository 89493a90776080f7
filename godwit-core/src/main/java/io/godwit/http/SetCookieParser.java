package io.godwit.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a Set-Cookie field by the algorithm of RFC 6265bis section 5.6, which makes
 * something of almost every text. Of an attribute that comes more than once the last one counts,
 * unless its value makes no sense or is too long.
 */
final class SetCookieParser {
  /** The longest attribute value that counts, in octets. */
  static final int MAX_ATTRIBUTE = 1024;

  private @Nullable String domain;
  private @Nullable String path;
  private @Nullable Instant expires;
  private @Nullable Duration maxAge;
  private boolean secure;
  private boolean httpOnly;
  private @Nullable SameSite sameSite;

  private SetCookieParser() {}

  /** The cookie; empty if the field is to be ignored. */
  static Optional<Cookie> parse(String field) {
    if (!CookieText.hasOnlyFieldChars(field)) {
      return Optional.empty();
    }
    int end = field.indexOf(';');
    String pair = end < 0 ? field : field.substring(0, end);
    int equals = pair.indexOf('=');
    String name = equals < 0 ? "" : CookieText.trimmed(pair, 0, equals);
    String value = CookieText.trimmed(pair, equals + 1, pair.length());
    if (!CookieText.fits(name, value)) {
      return Optional.empty();
    }
    SetCookieParser attributes = new SetCookieParser();
    while (end >= 0) {
      int from = end + 1;
      end = field.indexOf(';', from);
      attributes.take(field, from, end < 0 ? field.length() : end);
    }
    return Optional.of(attributes.cookie(name, value));
  }

  private Cookie cookie(String name, String value) {
    return new Cookie(
        name,
        value,
        Optional.ofNullable(domain),
        Optional.ofNullable(path),
        Optional.ofNullable(expires),
        Optional.ofNullable(maxAge),
        secure,
        httpOnly,
        Optional.ofNullable(sameSite));
  }

  private void take(String field, int from, int to) {
    int equals = field.indexOf('=', from);
    boolean named = equals >= 0 && equals < to;
    String name = CookieText.trimmed(field, from, named ? equals : to);
    String value = named ? CookieText.trimmed(field, equals + 1, to) : "";
    if (value.length() > MAX_ATTRIBUTE) {
      return;
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "expires" -> CookieDate.parse(value).ifPresent(date -> expires = date);
      case "max-age" -> takeMaxAge(value);
      case "domain" -> takeDomain(value);
      case "path" -> path = value.startsWith("/") ? value : null;
      case "secure" -> secure = true;
      case "httponly" -> httpOnly = true;
      case "samesite" -> sameSite = sameSite(value);
      default -> {} // unknown ones are ignored
    }
  }

  private void takeDomain(String value) {
    String name = CookieText.withoutLeadingDot(value);
    domain = name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
  }

  private void takeMaxAge(String value) {
    int start = value.startsWith("-") ? 1 : 0;
    if (start == value.length()) {
      return;
    }
    long seconds = 0;
    for (int i = start; i < value.length(); i++) {
      if (!Grammar.isDigit(value.charAt(i))) {
        return;
      }
      seconds = CookieText.bounded(seconds * 10 + value.charAt(i) - '0');
    }
    maxAge = Duration.ofSeconds(start == 0 ? seconds : -seconds);
  }

  /** What is no known value counts like no attribute at all. */
  private static @Nullable SameSite sameSite(String value) {
    for (SameSite known : SameSite.values()) {
      if (known.text().equalsIgnoreCase(value)) {
        return known;
      }
    }
    return null;
  }
}
