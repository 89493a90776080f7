package io.godwit.policy.hsts;

import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of an {@link HstsStore}, in the form that curl reads and writes with {@code --hsts}: a
 * line per host, a dot before it when its sub-domains are meant as well, and the time in GMT until
 * which that holds.
 *
 * <pre>{@code
 * HstsStore store = HstsFile.read(".example.org \"20271231 23:59:59\"", clock.wall());
 * String text = HstsFile.write(store.with("example.com", false, Instant.MAX), clock.wall());
 * }</pre>
 */
public final class HstsFile {
  private static final String HEADER = "# Hosts that are only talked to over TLS (RFC 6797).\n";
  private static final String FOREVER = "unlimited";

  /** The last moment that has a date of eight digits. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private HstsFile() {}

  /** The text of what has not expired yet; the same store gives the same text. */
  public static String write(HstsStore store, Instant now) {
    StringBuilder text = new StringBuilder(HEADER);
    for (HstsHost host : store.hosts()) {
      if (host.holds(now)) {
        text.append(host.includeSubDomains() ? "." : "").append(host.name());
        text.append(" \"").append(date(host.expires())).append("\"\n");
      }
    }
    return text.toString();
  }

  /**
   * The store of a text. Lines that are not understood, or have expired, are left out; of two about
   * the same host the last one counts.
   */
  public static HstsStore read(String text, Instant now) {
    Map<String, HstsHost> hosts = new HashMap<>();
    text.lines()
        .flatMap(line -> host(line.strip()).stream())
        .filter(host -> host.holds(now))
        .forEach(host -> hosts.put(host.name(), host));
    return HstsStore.of(hosts.values());
  }

  private static Optional<HstsHost> host(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || line.startsWith("#")) {
      return Optional.empty();
    }
    boolean below = line.startsWith(".");
    Optional<String> name = name(line.substring(below ? 1 : 0, space));
    Optional<Instant> expires = moment(line.substring(space + 1).strip());
    return name.flatMap(known -> expires.map(until -> new HstsHost(known, below, until)));
  }

  private static Optional<String> name(String host) {
    try {
      Uri uri = Uri.of("https://" + host + "/");
      boolean alone = uri.text().equals("https://" + uri.host() + "/");
      return alone && !uri.hostIsLiteral()
          ? Optional.of(HstsStore.name(uri.host()))
          : Optional.empty();
    } catch (InvalidUri e) {
      return Optional.empty();
    }
  }

  /** Such as {@code "20271231 23:59:59"}, with its quotes. */
  private static Optional<Instant> moment(String quoted) {
    if (quoted.equals("\"" + FOREVER + "\"")) {
      return Optional.of(Instant.MAX);
    }
    if (!quoted.matches("\"[0-9]{8} [0-9]{2}:[0-9]{2}:[0-9]{2}\"")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(
                  number(quoted, 1, 5),
                  number(quoted, 5, 7),
                  number(quoted, 7, 9),
                  number(quoted, 10, 12),
                  number(quoted, 13, 15),
                  number(quoted, 16, 18))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) { // such as the 30th of February
      return Optional.empty();
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static String date(Instant moment) {
    if (moment.isAfter(LAST)) {
      return FOREVER;
    }
    var time = LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    return "%04d%02d%02d %02d:%02d:%02d"
        .formatted(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
  }
}
