package io.godwit.policy.cookie;

import io.godwit.policy.cookie.CookieJar.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The next state of a jar, while it is being made. Lists of the jar are shared until one changes.
 * Keeps the limits, evicting as RFC 6265bis section 5.7 says.
 */
final class JarDraft {
  private static final Comparator<Entry> LEAST_USED =
      Comparator.comparing(Entry::used).thenComparingLong(Entry::serial);
  private static final Comparator<Entry> EVICTED_OF_DOMAIN =
      Comparator.comparing((Entry entry) -> entry.cookie().secure()).thenComparing(LEAST_USED);

  private final CookieJar before;
  private final Map<String, List<Entry>> domains;
  private final Set<String> own = new HashSet<>();
  private long nextSerial;

  JarDraft(CookieJar before) {
    this.before = before;
    this.domains = new HashMap<>(before.domains());
    this.nextSerial = before.nextSerial();
  }

  /** Puts it in the place of the one that is the same cookie, or behind all others. */
  void put(StoredCookie cookie, Instant now) {
    List<Entry> entries = own(cookie.domain());
    entries.removeIf(entry -> entry.cookie().expired(now));
    int at = 0;
    while (at < entries.size() && !entries.get(at).cookie().sameAs(cookie)) {
      at++;
    }
    if (at < entries.size()) {
      entries.set(at, new Entry(cookie, entries.get(at).serial(), now));
    } else {
      entries.add(new Entry(cookie, nextSerial++, now));
    }
    if (cookie.expired(now)) {
      entries.remove(at); // this is how servers delete
    } else if (entries.size() > before.limits().perDomain()) {
      entries.remove(entries.stream().min(EVICTED_OF_DOMAIN).orElseThrow());
    }
  }

  /**
   * Whether a server could take the cookie, which came over an insecure connection, for a Secure
   * one that is there.
   */
  boolean hidesSecure(StoredCookie cookie) {
    for (List<Entry> entries : domains.values()) {
      for (Entry entry : entries) {
        StoredCookie other = entry.cookie();
        if (other.secure()
            && other.name().equals(cookie.name())
            && (CookieScope.domainMatches(other.domain(), cookie.domain())
                || CookieScope.domainMatches(cookie.domain(), other.domain()))
            && CookieScope.pathMatches(cookie.path(), other.path())) {
          return true;
        }
      }
    }
    return false;
  }

  void use(Entry entry, Instant now) {
    own(entry.cookie().domain())
        .replaceAll(
            other -> other.equals(entry) ? new Entry(entry.cookie(), entry.serial(), now) : other);
  }

  void removeIf(Predicate<StoredCookie> which) {
    for (String domain : List.copyOf(domains.keySet())) {
      own(domain).removeIf(entry -> which.test(entry.cookie()));
    }
  }

  /** The jar as it is now. */
  CookieJar jar(Instant now) {
    int excess = size() - before.limits().total();
    if (excess > 0) {
      removeIf(cookie -> cookie.expired(now));
      excess = size() - before.limits().total();
    }
    if (excess > 0) {
      domains.values().stream()
          .flatMap(List::stream)
          .sorted(LEAST_USED)
          .limit(excess)
          .toList()
          .forEach(entry -> own(entry.cookie().domain()).remove(entry));
    }
    domains.values().removeIf(List::isEmpty);
    return before.changed(domains, size(), nextSerial);
  }

  private int size() {
    return domains.values().stream().mapToInt(List::size).sum();
  }

  private List<Entry> own(String domain) {
    List<Entry> entries = domains.getOrDefault(domain, List.of());
    if (own.add(domain)) {
      entries = new ArrayList<>(entries);
      domains.put(domain, entries);
    }
    return entries;
  }
}
