package io.godwit.wire.proxy;

import io.godwit.http.IpLiteral;
import io.godwit.wire.proxy.ProxyHeader.Incomplete;
import io.godwit.wire.proxy.ProxyHeader.Malformed;
import io.godwit.wire.proxy.ProxyHeader.Route;
import io.godwit.wire.proxy.ProxyHeader.Whole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads one header from the start of a buffer. */
final class ProxyHeaderReader {
  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  /** Of version 1, its line end included. */
  private static final int LONGEST_LINE = 107;

  /** Of version 2, before the addresses. */
  private static final int FIXED = 16;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;

  private final ByteBuffer bytes;

  ProxyHeaderReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  ProxyHeader read() {
    if (begins(BINARY)) {
      return bytes.limit() < FIXED ? new Incomplete() : binary();
    }
    return begins(TEXT) ? text() : new Malformed("neither version of the PROXY protocol");
  }

  /** Whether it begins with these, as far as it goes. */
  private boolean begins(byte[] with) {
    int count = Math.min(with.length, bytes.limit());
    return bytes.slice(0, count).equals(ByteBuffer.wrap(with, 0, count));
  }

  private ProxyHeader text() {
    int seen = Math.min(bytes.limit(), LONGEST_LINE);
    for (int i = TEXT.length; i < seen - 1; i++) {
      if (bytes.get(i) == '\r' && bytes.get(i + 1) == '\n') {
        return line(StandardCharsets.ISO_8859_1.decode(bytes.slice(0, i)).toString());
      }
    }
    return seen < LONGEST_LINE
        ? new Incomplete()
        : new Malformed("a line of more than " + LONGEST_LINE + " bytes");
  }

  private static ProxyHeader line(String line) {
    int size = line.length() + 2;
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) { // what follows on the line does not count
      return new Whole(size, Optional.empty());
    }
    boolean six = words[1].equals("TCP6");
    if (words.length != 6 || !(six || words[1].equals("TCP4"))) {
      return new Malformed("not the words of a line");
    }
    Optional<InetSocketAddress> source = end(words[2], words[4], six);
    Optional<InetSocketAddress> destination = end(words[3], words[5], six);
    return source.isEmpty() || destination.isEmpty()
        ? new Malformed("an address or a port that is none")
        : new Whole(size, Optional.of(new Route(source.get(), destination.get())));
  }

  private static Optional<InetSocketAddress> end(String address, String port, boolean six) {
    if (address.startsWith("[") || address.contains(":") != six || !isPort(port)) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    return number > 0xFFFF
        ? Optional.empty()
        : IpLiteral.read(address).map(ip -> new InetSocketAddress(ip, number));
  }

  private static boolean isPort(String text) {
    return !text.isEmpty()
        && text.length() <= 5
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  private ProxyHeader binary() {
    int command = bytes.get(12) & 0xFF;
    int length = bytes.getShort(14) & 0xFFFF;
    int size = FIXED + length;
    if (command != LOCAL && command != PROXY) {
      return new Malformed("neither version 2, nor one of its commands");
    }
    if (size > ProxyHeader.LONGEST) {
      return new Malformed("longer than " + ProxyHeader.LONGEST + " bytes");
    }
    int octets = command == LOCAL ? 0 : octets();
    if (octets < 0 || (octets > 0 && length < 2 * (octets + Short.BYTES))) {
      return new Malformed("not the addresses of a family");
    }
    if (bytes.limit() < size) {
      return new Incomplete();
    }
    return new Whole(size, octets == 0 ? Optional.empty() : Optional.of(route(octets)));
  }

  /** How long an address is; 0 for one that is not of TCP, -1 for a family that there is not. */
  private int octets() {
    return switch (bytes.get(13)) {
      case 0x11 -> 4;
      case 0x21 -> 16;
      case 0x00, 0x12, 0x22, 0x31, 0x32 -> 0;
      default -> -1;
    };
  }

  private Route route(int octets) {
    int ports = FIXED + 2 * octets;
    return new Route(end(FIXED, octets, ports), end(FIXED + octets, octets, ports + Short.BYTES));
  }

  private InetSocketAddress end(int at, int octets, int portAt) {
    byte[] address = new byte[octets];
    bytes.get(at, address);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(address), bytes.getShort(portAt) & 0xFFFF);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets: " + octets, e);
    }
  }
}
