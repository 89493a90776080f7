package io.godwit.policy.cookie;

import io.godwit.http.Uri;
import io.godwit.http.idna.Idna;
import io.godwit.http.idna.InvalidDomainName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The domains below which anybody can register names, such as {@code com}, {@code co.uk} and {@code
 * github.io}: cookies for all of one are refused, and what is registered below one is a site
 * (publicsuffix.org). Immutable.
 *
 * <pre>{@code
 * PublicSuffixes suffixes = PublicSuffixes.bundled();
 * suffixes.isPublicSuffix("co.uk");              // true
 * suffixes.registrableDomain("a.b.example.co.uk");  // "example.co.uk"
 *
 * PublicSuffixes newer = PublicSuffixes.parse(Files.readString(Path.of("public_suffix_list.dat")));
 * }</pre>
 *
 * <p>Hosts are given as of {@link Uri#host()}: in lower case and ASCII. A dot at the end of one
 * does not change which rule holds, and stays in the answer. What no rule speaks of ends in a
 * suffix of one label, so {@code internal} is one.
 */
public final class PublicSuffixes {
  static final String RESOURCE = "public-suffixes.txt";

  // All rules as in the file, in ASCII, sorted, one after the other: ten thousand of them take a
  // quarter of what they would as strings in a set.
  private final String rules;
  private final int[] starts;

  private PublicSuffixes(SortedSet<String> sorted) {
    StringBuilder text = new StringBuilder(sorted.size() * 16);
    starts = new int[sorted.size() + 1];
    int i = 0;
    for (String rule : sorted) {
      text.append(rule);
      starts[++i] = text.length();
    }
    rules = text.toString();
  }

  /** The list in the jar, both its parts (ICANN and private); read when first asked for. */
  public static PublicSuffixes bundled() {
    return Holder.LIST;
  }

  /**
   * Reads a list in the format of publicsuffix.org: a rule per line up to the first blank, {@code
   * //} before comments, {@code *.} before rules for all names below, {@code !} before exceptions
   * from those; names in Unicode or ASCII.
   *
   * @throws IllegalArgumentException naming the line, if a rule is no such thing, or if there is
   *     none
   */
  public static PublicSuffixes parse(String text) {
    TreeSet<String> rules = new TreeSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String rule = line.strip().split("\\s", 2)[0];
      if (!rule.isEmpty() && !rule.startsWith("//")) {
        rules.add(canonical(rule, number));
      }
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a list of public suffixes without any rule");
    }
    return new PublicSuffixes(rules);
  }

  /** The number of rules. */
  public int size() {
    return starts.length - 1;
  }

  /** The longest suffix of the host that is a public one. */
  public String publicSuffix(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    String name = host.substring(0, end);
    int longest = -1;
    for (int from = 0; from >= 0; from = parent(name, from)) {
      String domain = name.substring(from);
      if (contains("!" + domain)) {
        return host.substring(Math.max(parent(name, from), 0)); // exceptions go before all others
      }
      int above = parent(name, from);
      if (longest < 0
          && (contains(domain) || (above > 0 && contains("*." + name.substring(above))))) {
        longest = from;
      }
    }
    return host.substring(longest >= 0 ? longest : name.lastIndexOf('.') + 1);
  }

  /** Whether all of the host's name is a public suffix. */
  public boolean isPublicSuffix(String host) {
    return publicSuffix(host).length() == host.length();
  }

  /** The public suffix and the label before it; empty if the host is itself a public suffix. */
  public Optional<String> registrableDomain(String host) {
    int suffix = host.length() - publicSuffix(host).length();
    return suffix == 0
        ? Optional.empty()
        : Optional.of(host.substring(suffix < 2 ? 0 : host.lastIndexOf('.', suffix - 2) + 1));
  }

  /**
   * Whether both belong to the same site: to one host, or to hosts below one registrable domain.
   * Scheme and port do not count: {@code https} is where {@code http} redirects to.
   */
  public boolean sameSite(Uri one, Uri other) {
    if (one.host().equals(other.host())) {
      return true;
    }
    if (one.hostIsLiteral() || other.hostIsLiteral()) {
      return false;
    }
    Optional<String> site = registrableDomain(one.host());
    return site.isPresent() && site.equals(registrableDomain(other.host()));
  }

  /** The rules, sorted, a line each. */
  String lines() {
    StringBuilder lines = new StringBuilder(rules.length() + starts.length);
    for (int i = 0; i < size(); i++) {
      lines.append(rules, starts[i], starts[i + 1]).append('\n');
    }
    return lines.toString();
  }

  /** Where the domain above begins; -1 if there is none. */
  private static int parent(String name, int from) {
    int dot = name.indexOf('.', from);
    return dot < 0 ? -1 : dot + 1;
  }

  private boolean contains(String rule) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = rules.substring(starts[middle], starts[middle + 1]).compareTo(rule);
      if (order == 0) {
        return true;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return false;
  }

  private static String canonical(String rule, int line) {
    int name = rule.startsWith("!") ? 1 : rule.startsWith("*.") ? 2 : 0;
    String domain = rule.substring(name);
    try {
      if (!domain.startsWith(".") && !domain.endsWith(".")) {
        return rule.substring(0, name) + Idna.toAscii(domain.toLowerCase(Locale.ROOT));
      }
    } catch (InvalidDomainName e) {
      throw new IllegalArgumentException("line " + line + " is no public suffix", e);
    }
    throw new IllegalArgumentException("line " + line + " is no public suffix");
  }

  private static final class Holder {
    static final PublicSuffixes LIST = load();

    private static PublicSuffixes load() {
      InputStream resource = PublicSuffixes.class.getResourceAsStream(RESOURCE);
      if (resource == null) {
        throw new IllegalStateException(
            "the jar lacks " + RESOURCE + " in io.godwit.policy.cookie");
      }
      try (resource) {
        return parse(new String(resource.readAllBytes(), StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
