package io.godwit.policy.dial;

import io.godwit.http.AddressBlock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to. A client that fetches what others tell it to, by URIs of
 * users or by redirects, must not become their way into the network it runs in (server-side request
 * forgery).
 *
 * <pre>{@code
 * AddressPolicy policy = AddressPolicy.publicOnly().withAllowed("10.20.0.0/16");
 * Optional<String> why = policy.refusal(new java.net.InetSocketAddress("127.0.0.1", 80));
 * show(why.orElse("allowed"));  // 127.0.0.1 is loopback
 * }</pre>
 *
 * <p>It is asked about the very addresses that are dialled, after names were looked up, for each
 * connection: so a name whose address changes between a check and the connection (DNS rebinding)
 * gains nothing, nor does an odd spelling of an address. What an IPv6 address embeds counts as
 * well: {@code ::ffff:10.0.0.1}, {@code 64:ff9b::a00:1}, {@code 2002:a00:1::} and ISATAP lead to
 * {@code 10.0.0.1}. Translators with a prefix of the network's own (RFC 6052) cannot be known: deny
 * that prefix. Names that are looked up by a proxy are not seen ({@link #refusalByProxy}); the
 * address of the proxy itself is not judged, because it is the client's owner who names it.
 *
 * <p>What is denied is denied, then what is allowed is allowed, then the rest is as the policy was
 * made. Immutable. RFC 6890.
 */
public final class AddressPolicy {
  private enum Rest {
    ANY,
    PUBLIC,
    NONE
  }

  private static final AddressPolicy ANY = new AddressPolicy(Rest.ANY, List.of(), List.of());
  private static final AddressPolicy PUBLIC = new AddressPolicy(Rest.PUBLIC, List.of(), List.of());
  private static final AddressPolicy NONE = new AddressPolicy(Rest.NONE, List.of(), List.of());

  private final Rest rest;
  private final List<AddressBlock> allowed;
  private final List<AddressBlock> denied;

  private AddressPolicy(Rest rest, List<AddressBlock> allowed, List<AddressBlock> denied) {
    this.rest = rest;
    this.allowed = allowed;
    this.denied = denied;
  }

  /** Every address. */
  public static AddressPolicy any() {
    return ANY;
  }

  /**
   * The addresses of the public internet: none that is loopback, private, link-local, unique local,
   * shared, multicast, reserved, for documentation or benchmarks, not assigned, or embeds such a
   * one; no Unix-domain socket.
   */
  public static AddressPolicy publicOnly() {
    return PUBLIC;
  }

  /** No address: only what is added by {@link #withAllowed}. */
  public static AddressPolicy none() {
    return NONE;
  }

  /**
   * A copy that also allows these blocks, such as {@code 10.20.0.0/16}, {@code fd12:3456::/32} or a
   * single address.
   *
   * @throws IllegalArgumentException when one of them is no block of addresses
   */
  public AddressPolicy withAllowed(String... blocks) {
    return new AddressPolicy(rest, with(allowed, blocks), denied);
  }

  /**
   * A copy that denies these blocks, whatever else is allowed. An IPv4 block is denied in its IPv6
   * forms as well.
   *
   * @throws IllegalArgumentException when one of them is no block of addresses
   */
  public AddressPolicy withDenied(String... blocks) {
    return new AddressPolicy(rest, allowed, with(denied, blocks));
  }

  /** Whether there is nothing that it refuses. */
  public boolean unrestricted() {
    return rest == Rest.ANY && denied.isEmpty();
  }

  /** Why that address must not be connected to; empty when it may. */
  public Optional<String> refusal(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.getAddress() != null -> refusal(inet.getAddress());
      case UnixDomainSocketAddress unix when rest != Rest.ANY ->
          Optional.of(unix + " is a Unix-domain socket");
      case UnixDomainSocketAddress _ -> Optional.empty();
      default -> unrestricted() ? Optional.empty() : Optional.of(address + " is not an IP address");
    };
  }

  /**
   * Why a proxy must not be asked for that host; empty when it may. An address in the URI is judged
   * as if it were dialled, and {@code localhost} as the loopback address that it is; what other
   * names are for the proxy cannot be seen from here.
   */
  public Optional<String> refusalByProxy(Goal goal) {
    if (unrestricted()) {
      return Optional.empty();
    }
    String name = goal.host().endsWith(".") ? goal.host() : goal.host() + ".";
    boolean local = name.equals("localhost.") || name.endsWith(".localhost.");
    return (local ? Optional.of(InetAddress.ofLiteral("127.0.0.1")) : goal.literal())
        .flatMap(this::refusal);
  }

  private Optional<String> refusal(InetAddress ip) {
    byte[] octets = EmbeddedIpv4.unmapped(ip.getAddress());
    List<byte[]> embedded = EmbeddedIpv4.in(octets);
    Optional<AddressBlock> deniedBy = first(denied, octets);
    for (byte[] inner : embedded) {
      deniedBy = deniedBy.or(() -> first(denied, inner));
    }
    if (deniedBy.isPresent()) {
      return Optional.of(AddressText.bare(ip) + " is within " + deniedBy.get());
    }
    if (first(allowed, octets).isPresent()) {
      return Optional.empty();
    }
    return switch (rest) {
      case ANY -> Optional.empty();
      case NONE -> Optional.of(AddressText.bare(ip) + " is not among what is allowed");
      case PUBLIC -> notPublic(ip, octets, embedded);
    };
  }

  private static Optional<String> notPublic(InetAddress ip, byte[] octets, List<byte[]> embedded) {
    Optional<String> purpose = SpecialPurpose.of(octets);
    if (purpose.isPresent()) {
      return Optional.of(AddressText.bare(ip) + " is " + purpose.get());
    }
    for (byte[] inner : embedded) {
      Optional<String> innerPurpose = SpecialPurpose.of(inner);
      if (innerPurpose.isPresent()) {
        return Optional.of(
            AddressText.bare(ip) + " leads to " + text(inner) + ", which is " + innerPurpose.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<AddressBlock> first(List<AddressBlock> blocks, byte[] octets) {
    return blocks.stream().filter(block -> block.contains(octets)).findFirst();
  }

  private static List<AddressBlock> with(List<AddressBlock> blocks, String... more) {
    List<AddressBlock> all = new ArrayList<>(blocks);
    Arrays.stream(more).map(AddressBlock::of).forEach(all::add);
    return List.copyOf(all);
  }

  private static String text(byte[] ipv4) {
    try {
      return InetAddress.getByAddress(ipv4).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /** Such as {@code public addresses, and 10.0.0.0/8, but not 192.0.2.7/32}. */
  @Override
  public String toString() {
    String base =
        switch (rest) {
          case ANY -> "any address";
          case PUBLIC -> "public addresses";
          case NONE -> "no address";
        };
    return base + list(", and ", allowed) + list(", but not ", denied);
  }

  private static String list(String before, List<AddressBlock> blocks) {
    List<String> texts = blocks.stream().map(AddressBlock::toString).toList();
    return texts.isEmpty() ? "" : before + String.join(", ", texts);
  }
}
