package io.godwit.policy.hsts;

import io.godwit.http.Headers;
import io.godwit.http.Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that want to be talked to over TLS only (HTTP Strict Transport Security, RFC 6797), so
 * that a plain {@code http} URI of one is turned into {@code https} before anything leaves.
 *
 * <pre>{@code
 * Uri asked = Uri.of("http://www.example.org/");
 * HstsStore store = HstsStore.empty().with("example.org", true, Instant.MAX);
 * show(store.secured(asked, clock.wall()).text());  // https://www.example.org/
 * }</pre>
 *
 * <p>Immutable, and bounded: when there are too many hosts, what would be forgotten first anyway is
 * forgotten. Its {@code toString} tells how many hosts it knows, and none of them: that is what
 * somebody has visited.
 */
public final class HstsStore {
  /** The most hosts. */
  public static final int MOST = 1000;

  private static final Comparator<HstsHost> FIRST_TO_EXPIRE =
      Comparator.comparing(HstsHost::expires).thenComparing(HstsHost::name);
  private static final HstsStore EMPTY = new HstsStore(Map.of());

  /** An expiry that is put off by less than this part of the max-age is not worth a new store. */
  private static final int WORTHWHILE = 1000;

  private final Map<String, HstsHost> hosts;

  private HstsStore(Map<String, HstsHost> hosts) {
    this.hosts = Map.copyOf(hosts);
  }

  /** No hosts. */
  public static HstsStore empty() {
    return EMPTY;
  }

  /**
   * A copy that knows this host, in place of what it knew of it.
   *
   * @param host a name as of {@link Uri#host()}
   * @param includeSubDomains whether all names below it want the same
   * @param expires when it is to be forgotten; {@link Instant#MAX} for never
   */
  public HstsStore with(String host, boolean includeSubDomains, Instant expires) {
    Map<String, HstsHost> changed = new HashMap<>(hosts);
    String name = name(host);
    changed.put(name, new HstsHost(name, includeSubDomains, expires));
    if (changed.size() > MOST) {
      changed.remove(firstToExpire(changed.values(), name));
    }
    return new HstsStore(changed);
  }

  /** A store of these hosts; of too many, those that hold longest. */
  static HstsStore of(Collection<HstsHost> all) {
    Map<String, HstsHost> hosts = new HashMap<>();
    all.stream()
        .sorted(FIRST_TO_EXPIRE.reversed())
        .limit(MOST)
        .forEach(host -> hosts.put(host.name(), host));
    return new HstsStore(hosts);
  }

  /** A copy that does not know this host. */
  public HstsStore without(String host) {
    String name = name(host);
    if (!hosts.containsKey(name)) {
      return this;
    }
    Map<String, HstsHost> changed = new HashMap<>(hosts);
    changed.remove(name);
    return new HstsStore(changed);
  }

  /**
   * What is known after a response from that URI: the same store when the response says nothing
   * new. Nothing is learnt from an address, nor over plain {@code http}: there anybody could say it
   * (RFC 6797 section 8.1).
   *
   * @param uri of the request; the caller sees to it that the connection was secure, with a
   *     certificate that was verified
   * @param headers of the response; only the first {@code Strict-Transport-Security} counts
   */
  public HstsStore learnt(Uri uri, Headers headers, Instant now) {
    if (!uri.scheme().equals("https") || uri.hostIsLiteral()) {
      return this;
    }
    Optional<HstsPolicy> said =
        headers.first("Strict-Transport-Security").flatMap(HstsPolicy::parse);
    if (said.isEmpty()) {
      return this;
    }
    HstsPolicy policy = said.get();
    if (policy.maxAge().isZero()) {
      return without(uri.host());
    }
    Instant expires = now.plus(policy.maxAge());
    HstsHost known = hosts.get(name(uri.host()));
    return known != null && saysTheSame(known, policy, expires)
        ? this
        : with(uri.host(), policy.includeSubDomains(), expires);
  }

  /** A server repeats itself with each response; the date alone moves on, by a little. */
  private static boolean saysTheSame(HstsHost known, HstsPolicy policy, Instant expires) {
    Duration later = Duration.between(known.expires(), expires);
    return known.includeSubDomains() == policy.includeSubDomains()
        && !later.isNegative()
        && later.compareTo(policy.maxAge().dividedBy(WORTHWHILE)) < 0;
  }

  /** Whether that host, or one above it that speaks for it, wants TLS; never an address. */
  public boolean knows(String host, Instant now) {
    if (hosts.isEmpty()) {
      return false;
    }
    String name = name(host);
    HstsHost itself = hosts.get(name);
    if (itself != null && itself.holds(now)) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      HstsHost above = hosts.get(name.substring(dot + 1));
      if (above != null && above.includeSubDomains() && above.holds(now)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The URI to use: with {@code https} for {@code http}, and {@code wss} for {@code ws}, when the
   * host wants that; otherwise the same. The port 80 becomes 443, any other stays (RFC 6797 section
   * 8.3).
   */
  public Uri secured(Uri uri, Instant now) {
    String scheme = uri.scheme();
    boolean plain = scheme.equals("http") || scheme.equals("ws");
    if (hosts.isEmpty() || !plain || uri.hostIsLiteral() || !knows(uri.host(), now)) {
      return uri;
    }
    return Uri.of(scheme + "s" + uri.text().substring(scheme.length()));
  }

  /** How many hosts are known, with those whose time is over. */
  public int size() {
    return hosts.size();
  }

  /** The hosts by name. */
  Collection<HstsHost> hosts() {
    return hosts.values().stream().sorted(Comparator.comparing(HstsHost::name)).toList();
  }

  /** Names are compared without the dot at their end: both forms lead to the same host. */
  static String name(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String firstToExpire(Collection<HstsHost> all, String but) {
    return all.stream()
        .filter(host -> !host.name().equals(but))
        .min(FIRST_TO_EXPIRE)
        .orElseThrow()
        .name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HstsStore that && hosts.equals(that.hosts);
  }

  @Override
  public int hashCode() {
    return hosts.hashCode();
  }

  @Override
  public String toString() {
    return hosts.size() + " hosts";
  }
}
