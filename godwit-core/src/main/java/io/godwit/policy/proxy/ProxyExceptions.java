package io.godwit.policy.proxy;

import io.godwit.http.AddressBlock;
import io.godwit.http.Uri;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The places that are reached without a proxy, in the form of the variable {@code NO_PROXY}: a list
 * with commas or white space between its entries. An entry is
 *
 * <ul>
 *   <li>a name, for that host and all below it: {@code example.org}, or with the same meaning
 *       {@code .example.org}; with an asterisk only what is below: {@code *.example.org}
 *   <li>an address or a block of them: {@code 192.0.2.7}, {@code 10.0.0.0/8}, {@code ::1}, {@code
 *       fd00::/8}. They are compared with hosts that are addresses; no name is looked up for that
 *   <li>one of both with a port, for that port alone: {@code example.org:8443}, {@code [::1]:80}
 *   <li>{@code *} for everything
 * </ul>
 *
 * <p>Upper and lower case are the same, so are names with and without a dot at their end. An entry
 * that is none of this matches nothing. Immutable.
 */
public final class ProxyExceptions {
  private static final ProxyExceptions NONE = new ProxyExceptions(List.of(), false);

  private static final String ALL = "*";

  /** A list longer than that is cut: no environment has as much. */
  private static final int MOST = 10_000;

  private record Entry(String name, @Nullable AddressBlock block, boolean below, int port) {}

  private final List<Entry> entries;
  private final boolean loopback;

  private ProxyExceptions(List<Entry> entries, boolean loopback) {
    this.entries = entries;
    this.loopback = loopback;
  }

  /** No exceptions. */
  public static ProxyExceptions none() {
    return NONE;
  }

  /** Reads such a list. */
  public static ProxyExceptions of(String list) {
    List<Entry> entries = new ArrayList<>();
    for (String part : list.split("[,\\s]+", MOST)) {
      if (!part.isEmpty()) {
        entries.add(entry(part.toLowerCase(Locale.ROOT)));
      }
    }
    return new ProxyExceptions(List.copyOf(entries), false);
  }

  /** A copy that also excepts {@code localhost}, what is below it, and the loopback addresses. */
  public ProxyExceptions withLoopback() {
    return new ProxyExceptions(entries, true);
  }

  private static Entry entry(String text) {
    int port = port(text);
    String host = port < 0 ? text : text.substring(0, text.lastIndexOf(':'));
    if (host.equals(ALL)) {
      return new Entry(ALL, null, false, port);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    Optional<AddressBlock> block = block(bare);
    if (block.isPresent()) {
      return new Entry("", block.get(), false, port);
    }
    boolean below = bare.startsWith("*.");
    String name = below ? bare.substring(2) : bare.startsWith(".") ? bare.substring(1) : bare;
    return new Entry(name.contains(ALL) ? "" : unrooted(name), null, below, port);
  }

  private static Optional<AddressBlock> block(String text) {
    try {
      return Optional.of(AddressBlock.around(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a name, or something that matches nothing
    }
  }

  /** The port behind the last colon; -1 when there is none: an address of IPv6 has many. */
  private static int port(String text) {
    int colon = text.lastIndexOf(':');
    boolean single = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    if (!single || colon == text.length() - 1 || text.length() - colon > 6) {
      return -1;
    }
    int port = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return port;
  }

  /** Whether that URI is reached without a proxy. */
  public boolean contains(Uri uri) {
    if (entries.isEmpty() && !loopback) {
      return false;
    }
    String host = unrooted(uri.host());
    byte[] address = uri.hostIsLiteral() ? InetAddress.ofLiteral(host).getAddress() : null;
    if (loopback && isLoopback(host, uri.hostIsLiteral())) {
      return true;
    }
    for (Entry entry : entries) {
      if ((entry.port() < 0 || entry.port() == uri.port()) && matches(entry, host, address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Entry entry, String host, byte @Nullable [] address) {
    if (entry.name().equals(ALL)) {
      return true;
    }
    if (entry.block() != null) {
      return address != null && entry.block().contains(address);
    }
    boolean same = !entry.below() && host.equals(entry.name());
    return address == null
        && !entry.name().isEmpty()
        && (same || host.endsWith("." + entry.name()));
  }

  private static boolean isLoopback(String host, boolean literal) {
    return literal
        ? InetAddress.ofLiteral(host).isLoopbackAddress()
        : host.equals("localhost") || host.endsWith(".localhost");
  }

  private static String unrooted(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return entries.size() + " exceptions" + (loopback ? ", and loopback" : "");
  }
}
