package io.godwit.net;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate is for: the DNS names and addresses of its subject alternative names, and
 * nothing else. The common name does not count (RFC 9110 section 4.3.4).
 *
 * <p>The JDK's trust manager checks the name too, but lets the common name count, and a trust
 * manager from elsewhere may check none at all.
 */
record CertificateNames(List<String> dns, List<String> addresses) {
  private static final int DNS_NAME = 2; // RFC 5280 section 4.2.1.6
  private static final int IP_ADDRESS = 7;

  static CertificateNames of(X509Certificate certificate) {
    List<String> dns = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (List<?> name : alternatives(certificate)) {
      if (name.get(0) instanceof Integer type && name.get(1) instanceof String text) {
        switch (type) {
          case DNS_NAME -> dns.add(text);
          case IP_ADDRESS -> addresses.add(text);
          default -> {} // e-mail addresses, URIs and the like name no host
        }
      }
    }
    return new CertificateNames(dns, addresses);
  }

  /**
   * Whether the certificate is for that host: a DNS name without a dot at its end, or a literal.
   */
  boolean cover(String host) {
    InetAddress address = address(host);
    return address == null
        ? dns.stream().anyMatch(name -> matches(name, host))
        : addresses.stream().anyMatch(name -> address.equals(address(name)));
  }

  /** The address that an IP literal stands for; null for a DNS name. Asks no name server. */
  static @Nullable InetAddress address(String host) {
    int last = host.isEmpty() ? ' ' : host.charAt(host.length() - 1);
    if (host.indexOf(':') < 0 && (last < '0' || last > '9')) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null; // such as "web1"
    }
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>(dns);
    all.addAll(addresses);
    return all.size() <= 8
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, 8)) + " and " + (all.size() - 8) + " more";
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of(); // names that cannot be read cover no host
    }
  }

  /** RFC 9525 section 6.3: a wildcard is the whole first label and stands for one label. */
  private static boolean matches(String pattern, String host) {
    if (!pattern.startsWith("*.")) {
      return pattern.equalsIgnoreCase(host);
    }
    int dot = host.indexOf('.');
    String parent = pattern.substring(1);
    return dot > 0
        && parent.indexOf('.', 1) > 0 // not for all hosts of a top-level domain
        && parent.equalsIgnoreCase(host.substring(dot));
  }
}
