package io.godwit.policy.cookie;

import io.godwit.http.Grammar;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.SameSite;
import io.godwit.http.Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cookies as a file: the format of Netscape, which curl, wget and many other programs read and
 * write. A cookie per line, of seven parts separated by tabs: the domain, whether it is for all of
 * it, the path, whether it is for secure connections only, the end in seconds since 1970 or 0 for
 * the end of the session, the name, the value. {@code #HttpOnly_} before the domain is an
 * attribute; other lines with {@code #} are comments. The text is ISO-8859-1, so that values stay
 * what they were.
 *
 * <p>The format knows no SameSite. Here it stands in a comment in the line before ({@code #
 * SameSite=Strict}), which others pass over.
 *
 * <pre>{@code
 * Path path = Path.of("cookies.txt");
 * CookieFile.Contents contents = CookieFile.parse(Files.readString(path, StandardCharsets.ISO_8859_1));
 * CookieJar jar = CookieJar.empty().with(contents.cookies(), clock.wall()).jar();
 * Files.writeString(path, CookieFile.text(jar.cookies(clock.wall())), StandardCharsets.ISO_8859_1);
 * }</pre>
 */
public final class CookieFile {
  private static final String TITLE = "# Netscape HTTP Cookie File";
  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final String SAME_SITE = "# SameSite=";
  private static final int PARTS = 7;
  private static final long LAST_SECOND = 253_402_300_799L; // the end of the year 9999

  private CookieFile() {}

  /**
   * What a file holds.
   *
   * @param cookies in the order of the lines, expired ones too
   * @param ignored the numbers, from 1, of the lines that are no cookies, comments or empty
   */
  public record Contents(List<StoredCookie> cookies, List<Integer> ignored) {}

  /** Reads the text of a file. Never throws: lines that make no sense are told and passed over. */
  public static Contents parse(String text) {
    List<StoredCookie> cookies = new ArrayList<>();
    List<Integer> ignored = new ArrayList<>();
    Optional<SameSite> sameSite = Optional.empty();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      boolean httpOnly = line.startsWith(HTTP_ONLY);
      if (line.isBlank() || (line.startsWith("#") && !httpOnly)) {
        sameSite = sameSite(line);
        continue;
      }
      String fields = httpOnly ? line.substring(HTTP_ONLY.length()) : line;
      StoredCookie cookie = cookie(fields.split("\t", PARTS), httpOnly, sameSite);
      sameSite = Optional.empty();
      if (cookie == null) {
        ignored.add(number);
      } else {
        cookies.add(cookie);
      }
    }
    return new Contents(List.copyOf(cookies), List.copyOf(ignored));
  }

  /** The text of a file with those cookies; it holds secrets. */
  public static String text(List<StoredCookie> cookies) {
    StringBuilder text =
        new StringBuilder(TITLE).append("\n# It can be edited. Keep it secret.\n\n");
    cookies.forEach(cookie -> append(text, cookie));
    return text.toString();
  }

  private static void append(StringBuilder text, StoredCookie cookie) {
    cookie.sameSite().ifPresent(s -> text.append(SAME_SITE).append(s.text()).append('\n'));
    text.append(cookie.httpOnly() ? HTTP_ONLY : "")
        .append(cookie.hostOnly() ? "" : ".")
        .append(cookie.domain())
        .append('\t')
        .append(flag(!cookie.hostOnly()))
        .append('\t')
        .append(cookie.path())
        .append('\t')
        .append(flag(cookie.secure()))
        .append('\t')
        .append(cookie.expires().map(CookieFile::seconds).orElse(0L))
        .append('\t')
        .append(cookie.name())
        .append('\t')
        .append(cookie.value())
        .append('\n');
  }

  /** The second before which it has ended; never 0, which means something else. */
  private static long seconds(Instant end) {
    return Math.max(1, end.getEpochSecond());
  }

  private static String flag(boolean set) {
    return set ? "TRUE" : "FALSE";
  }

  private static Optional<SameSite> sameSite(String comment) {
    for (SameSite known : SameSite.values()) {
      if (comment.equals(SAME_SITE + known.text())) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private static @Nullable StoredCookie cookie(
      String[] parts, boolean httpOnly, Optional<SameSite> sameSite) {
    if (parts.length < PARTS - 1) { // without a value there may be no tab behind the name
      return null;
    }
    Uri host = host(parts[0].startsWith(".") ? parts[0].substring(1) : parts[0]);
    long end = number(parts[4]);
    if (host == null || !isFlag(parts[1]) || !isFlag(parts[3]) || end < 0) {
      return null;
    }
    try {
      return new StoredCookie(
          parts[5],
          parts.length == PARTS ? parts[6] : "",
          host.host(),
          !isTrue(parts[1]) || host.hostIsLiteral(),
          parts[2],
          end == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(end)),
          isTrue(parts[3]),
          httpOnly,
          sameSite);
    } catch (InvalidMessage e) {
      return null;
    }
  }

  /** A URI of the host; null if the text is none, or not in the form of {@link Uri#host()}. */
  private static @Nullable Uri host(String text) {
    String bracketed = text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    try {
      Uri uri = Uri.of("http://" + bracketed + "/");
      return uri.host().equals(text.toLowerCase(Locale.ROOT)) ? uri : null;
    } catch (InvalidUri e) {
      return null;
    }
  }

  private static boolean isFlag(String text) {
    return isTrue(text) || text.equalsIgnoreCase("FALSE");
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("TRUE");
  }

  /** A number of seconds, bounded; -1 if it is none. */
  private static long number(String text) {
    long number = text.isEmpty() ? -1 : 0;
    for (int i = 0; i < text.length(); i++) {
      if (!Grammar.isDigit(text.charAt(i))) {
        return -1;
      }
      number = Math.min(LAST_SECOND, number * 10 + text.charAt(i) - '0');
    }
    return number;
  }
}
