package io.godwit.http;

import io.godwit.http.idna.Idna;
import io.godwit.http.idna.InvalidDomainName;
import java.util.Locale;

/**
 * A host in its canonical form: a domain name in lower-case ASCII, or an address, IPv6 without its
 * brackets (RFC 3986 section 3.2.2).
 */
record UriHost(String name, Kind kind) {
  enum Kind {
    NAME,
    IPV4,
    IPV6
  }

  static final UriHost NONE = new UriHost("", Kind.NAME);

  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  /** The longest host that is decoded and mapped: a name has 253 characters when that is done. */
  private static final int MAX_ENCODED = 4096;

  /**
   * Reads the host in the range, which is not empty.
   *
   * @throws InvalidUri if it is neither a domain name nor an address that all programs agree on
   */
  static UriHost parse(String text, int from, int to) {
    if (text.charAt(from) == '[') {
      return literal(text, from, to);
    }
    int i = from;
    while (i < to && UriCharacters.may(text.charAt(i), UriCharacters.HOST)) {
      i++;
    }
    if (i < to && (text.charAt(i) == '%' || text.charAt(i) >= 0x80)) {
      return international(text, from, to);
    }
    if (i < to) {
      throw new InvalidUri(text, i, refusal(text, from, i));
    }
    String name = text.substring(from, to).toLowerCase(Locale.ROOT);
    return hasAceLabel(name) ? international(text, from, to) : named(text, from, name);
  }

  /** As it stands in an authority: IPv6 in brackets. */
  String bracketed() {
    return kind == Kind.IPV6 ? "[" + name + "]" : name;
  }

  private static UriHost literal(String text, int from, int to) {
    if (text.charAt(to - 1) != ']') {
      throw new InvalidUri(text, to, "an IPv6 address without its closing bracket");
    }
    int zone = text.indexOf('%', from, to);
    if (zone >= 0) {
      throw new InvalidUri(
          text, zone, "an IPv6 zone, which means nothing to other machines, is not supported");
    }
    String address = Ipv6Address.canonical(text, from + 1, to - 1);
    if (address == null) {
      throw new InvalidUri(text, from, "the brackets do not hold an IPv6 address");
    }
    return new UriHost(address, Kind.IPV6);
  }

  private static UriHost international(String text, int from, int to) {
    if (to - from > MAX_ENCODED) {
      throw new InvalidUri(text, from, "a host of more than 4096 characters");
    }
    String decoded = PercentEncoding.decode(text, from, to);
    try {
      return named(text, from, Idna.toAscii(decoded));
    } catch (InvalidDomainName e) {
      throw new InvalidUri(text, from, "not a valid host name: " + e.getMessage());
    }
  }

  /** The host of a name that has the right characters, in lower case. */
  private static UriHost named(String text, int from, String name) {
    boolean rooted = name.endsWith(".");
    int end = rooted ? name.length() - 1 : name.length();
    int start = 0;
    for (int i = 0; i <= end; i++) {
      if (i < end && name.charAt(i) != '.') {
        continue;
      }
      if (i == start) {
        throw new InvalidUri(text, from, "a host name with an empty label");
      }
      if (i - start > MAX_LABEL) {
        throw new InvalidUri(text, from, "a host name with a label of more than 63 characters");
      }
      start = i + 1;
    }
    if (end > MAX_NAME) {
      throw new InvalidUri(text, from, "a host name of more than 253 characters");
    }
    if (!Ipv4Address.isLikeOne(rooted ? name.substring(0, end) : name)) {
      return new UriHost(name, Kind.NAME);
    }
    if (Ipv4Address.parse(name, 0, name.length()) < 0) {
      throw new InvalidUri(
          text, from, "a host that ends in a number must be four decimal numbers from 0 to 255");
    }
    return new UriHost(name, Kind.IPV4);
  }

  private static boolean hasAceLabel(String name) {
    return name.startsWith("xn--") || name.contains(".xn--");
  }

  private static String refusal(String text, int from, int at) {
    char c = text.charAt(at);
    if (c == '[' || c == ']') {
      return "a bracket, which only stands around an IPv6 address,";
    }
    return at == from && c == ' '
        ? "a space before the host"
        : "a character that a host cannot have (" + UriExcerpt.name(c) + ")";
  }
}
