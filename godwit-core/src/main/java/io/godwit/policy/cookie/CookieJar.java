package io.godwit.policy.cookie;

import io.godwit.http.Cookie;
import io.godwit.http.Method;
import io.godwit.http.SameSite;
import io.godwit.http.Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of a client (RFC 6265bis sections 5.7 and 5.8). Immutable: what changes the cookies
 * gives another jar.
 *
 * <pre>{@code
 * Uri uri = Uri.of("https://example.org/login");
 * CookieJar jar = CookieJar.empty();
 * jar = jar.received(uri, List.of(Cookie.of("session", "31d4d96e")), clock.wall()).jar();
 * String field = jar.select(uri, Method.GET, false, clock.wall()).field(); // "session=31d4d96e"
 * }</pre>
 *
 * <p><b>SameSite</b>, for a client that shows no pages: every call counts as a navigation of its
 * user. It is cross-site if the caller says that another site asked for it, and from the first
 * redirect on that leads to another site, even if a later one leads back: who redirects has had a
 * part in the request. A cross-site request gets no cookies that are {@code Strict}, and those that
 * are {@code Lax}, or do not say, only if its method is safe. Any response may set any of them.
 *
 * <p>Where RFC 6265bis leaves the choice: {@code https} and {@code wss} are the secure schemes,
 * with no exception for loopback addresses; public suffixes are refused; a host name with a dot at
 * its end is a host of its own and takes no domain cookies; a cookie with a tab, which no file
 * could hold, is refused; a lifetime ends after 400 days.
 */
public final class CookieJar {
  /** How precisely the last use is known: a jar does not change with every request. */
  private static final Duration USE_PRECISION = Duration.ofMinutes(1);

  // Written out: what the JDK's factories make is linked at run time, slowly, and a command that
  // sends one request feels it.
  private static final Comparator<Entry> SENDING_ORDER =
      (one, other) -> {
        int longer = Integer.compare(other.cookie().path().length(), one.cookie().path().length());
        return longer != 0 ? longer : Long.compare(one.serial(), other.serial());
      };

  private final CookieLimits limits;
  private final @Nullable PublicSuffixes suffixes;
  private final Map<String, List<Entry>> domains;
  private final int size;
  private final long nextSerial;

  CookieJar(
      CookieLimits limits,
      @Nullable PublicSuffixes suffixes,
      Map<String, List<Entry>> domains,
      int size,
      long nextSerial) {
    this.limits = limits;
    this.suffixes = suffixes;
    this.domains = domains;
    this.size = size;
    this.nextSerial = nextSerial;
  }

  /**
   * A cookie in the jar.
   *
   * @param serial its place among all, in the order in which they were first set
   * @param used when it was last sent or set
   */
  record Entry(StoredCookie cookie, long serial, Instant used) {}

  /** What a request gets, and the jar that remembers that it did. */
  public record Selection(CookieJar jar, List<StoredCookie> cookies) {
    /** The value of the Cookie field, as ISO-8859-1; empty if there are no cookies. */
    public String field() {
      StringBuilder field = new StringBuilder();
      for (StoredCookie cookie : cookies) {
        field.append(field.isEmpty() ? "" : "; ").append(pair(cookie));
      }
      return field.toString();
    }
  }

  /** The jar after it took cookies, and those that it did not take. */
  public record Receipt(CookieJar jar, List<Refused> refused) {}

  /** A cookie that was not taken. */
  public record Refused(String name, CookieRefusal why) {}

  /** No cookies, with {@link CookieLimits#STANDARD} and {@link PublicSuffixes#bundled()}. */
  public static CookieJar empty() {
    return new CookieJar(CookieLimits.STANDARD, null, Map.of(), 0, 0);
  }

  /** No cookies, with those limits and that list. */
  public static CookieJar empty(CookieLimits limits, PublicSuffixes suffixes) {
    return new CookieJar(limits, suffixes, Map.of(), 0, 0);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The number of cookies, expired ones that are not yet removed among them. */
  public int size() {
    return size;
  }

  /** The cookies that have not expired, in the order in which they were first set. */
  public List<StoredCookie> cookies(Instant now) {
    return domains.values().stream()
        .flatMap(List::stream)
        .filter(entry -> !entry.cookie().expired(now))
        .sorted(Comparator.comparingLong(Entry::serial))
        .map(Entry::cookie)
        .toList();
  }

  /**
   * Takes the cookies that a response has set. One that has expired removes the one in its place.
   *
   * @param from the URI of the request, whatever its Host field said
   */
  public Receipt received(Uri from, List<Cookie> cookies, Instant now) {
    JarDraft draft = new JarDraft(this);
    List<Refused> refused = new ArrayList<>();
    for (int i = 0; i < cookies.size(); i++) {
      Cookie cookie = cookies.get(i);
      CookieRefusal why =
          i < limits.perResponse() ? take(draft, cookie, from, now) : CookieRefusal.TOO_MANY;
      if (why != null) {
        refused.add(new Refused(cookie.name(), why));
      }
    }
    return new Receipt(draft.jar(now), List.copyOf(refused));
  }

  /** Takes cookies that are bound already, from a file for example. */
  public Receipt with(List<StoredCookie> cookies, Instant now) {
    JarDraft draft = new JarDraft(this);
    List<Refused> refused = new ArrayList<>();
    for (StoredCookie cookie : cookies) {
      switch (CookieBinding.kept(cookie, suffixes, now)) {
        case CookieBinding.Verdict.Keep keep -> draft.put(keep.cookie(), now);
        case CookieBinding.Verdict.Refuse refuse ->
            refused.add(new Refused(cookie.name(), refuse.why()));
      }
    }
    return new Receipt(draft.jar(now), List.copyOf(refused));
  }

  /** Without the cookies that the test holds for, and without expired ones. */
  public CookieJar without(Predicate<StoredCookie> which, Instant now) {
    JarDraft draft = new JarDraft(this);
    draft.removeIf(cookie -> cookie.expired(now) || which.test(cookie));
    return draft.jar(now);
  }

  /** The same limits and list, without cookies. */
  public CookieJar cleared() {
    return new CookieJar(limits, suffixes, Map.of(), 0, nextSerial);
  }

  /**
   * The cookies that go along with a request, in the order to send them in: longer paths first,
   * then those first set.
   *
   * @param uri of the request, whatever its Host field says
   * @param crossSite whether another site has had a part in the request, as described above
   */
  public Selection select(Uri uri, Method method, boolean crossSite, Instant now) {
    List<Entry> matching = new ArrayList<>();
    String host = uri.host();
    collect(host, uri, method, crossSite, now, matching);
    if (!uri.hostIsLiteral()) {
      for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
        collect(host.substring(dot + 1), uri, method, crossSite, now, matching);
      }
    }
    matching.sort(SENDING_ORDER);
    List<Entry> sent = fitting(matching);
    Instant known = now.minus(USE_PRECISION);
    return new Selection(
        sent.stream().anyMatch(entry -> entry.used().isBefore(known)) ? used(sent, now) : this,
        sent.stream().map(Entry::cookie).toList());
  }

  /** Whether two hosts belong to one site, by the list of this jar. */
  public boolean sameSite(Uri one, Uri other) {
    // Asks for the list only if it must.
    return one.host().equals(other.host()) || suffixes().sameSite(one, other);
  }

  /** How many cookies there are, of how many domains. */
  @Override
  public String toString() {
    return size + " cookies of " + domains.size() + " domains";
  }

  CookieLimits limits() {
    return limits;
  }

  Map<String, List<Entry>> domains() {
    return domains;
  }

  long nextSerial() {
    return nextSerial;
  }

  CookieJar changed(Map<String, List<Entry>> domains, int size, long nextSerial) {
    return new CookieJar(limits, suffixes, domains, size, nextSerial);
  }

  private @Nullable CookieRefusal take(JarDraft draft, Cookie cookie, Uri from, Instant now) {
    return switch (CookieBinding.received(cookie, from, suffixes, now)) {
      case CookieBinding.Verdict.Refuse refuse -> refuse.why();
      case CookieBinding.Verdict.Keep keep -> {
        if (!CookieScope.secure(from) && draft.hidesSecure(keep.cookie())) {
          yield CookieRefusal.HIDES_SECURE;
        }
        draft.put(keep.cookie(), now);
        yield null;
      }
    };
  }

  private PublicSuffixes suffixes() {
    return suffixes == null ? PublicSuffixes.bundled() : suffixes;
  }

  private void collect(
      String domain, Uri uri, Method method, boolean crossSite, Instant now, List<Entry> matching) {
    boolean whole = domain.length() == uri.host().length();
    for (Entry entry : domains.getOrDefault(domain, List.of())) {
      StoredCookie cookie = entry.cookie();
      if ((whole || !cookie.hostOnly())
          && !cookie.expired(now)
          && CookieScope.pathMatches(uri.path(), cookie.path())
          && (!cookie.secure() || CookieScope.secure(uri))
          && (!crossSite || crosses(cookie.sameSite().orElse(SameSite.LAX), method))) {
        matching.add(entry);
      }
    }
  }

  private static boolean crosses(SameSite sameSite, Method method) {
    return switch (sameSite) {
      case STRICT -> false;
      case LAX -> method.safe();
      case NONE -> true;
    };
  }

  /** Those that the limits allow in one request; a large one leaves room to smaller ones. */
  private List<Entry> fitting(List<Entry> matching) {
    List<Entry> fitting = new ArrayList<>(Math.min(matching.size(), limits.sent()));
    int octets = 0;
    for (Entry entry : matching) {
      int needed = pair(entry.cookie()).length() + (fitting.isEmpty() ? 0 : 2);
      if (fitting.size() < limits.sent() && octets + needed <= limits.sentOctets()) {
        fitting.add(entry);
        octets += needed;
      }
    }
    return fitting;
  }

  private CookieJar used(List<Entry> sent, Instant now) {
    JarDraft draft = new JarDraft(this);
    sent.forEach(entry -> draft.use(entry, now));
    return draft.jar(now);
  }

  /** As it stands in a Cookie field (section 5.8.3). */
  static String pair(StoredCookie cookie) {
    return cookie.name().isEmpty() ? cookie.value() : cookie.name() + '=' + cookie.value();
  }
}
