package io.godwit.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Objects;

/**
 * Where connections of this machine begin: an address of its own, or whatever address an interface
 * has. Which way the packets then take is decided by the routes of the operating system; a JDK
 * cannot bind a socket to a device.
 */
public sealed interface LocalEnd {
  /** That address. */
  record Address(InetAddress ip) implements LocalEnd {
    /** Checks that it is there. */
    public Address {
      Objects.requireNonNull(ip, "ip");
    }
  }

  /** The first address of that interface in the family that is needed, such as of {@code eth0}. */
  record Interface(String name) implements LocalEnd {
    /** Checks that it is there. */
    public Interface {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * The address to begin at for a connection to that one. Interfaces are looked at each time.
   *
   * @throws SocketException when there is none of the right family
   */
  default InetAddress toward(InetAddress remote) throws SocketException {
    boolean six = remote instanceof Inet6Address;
    return switch (this) {
      case Address(InetAddress ip) -> {
        if (ip instanceof Inet6Address != six) {
          throw new SocketException(
              "the local address " + ip.getHostAddress() + " is not of " + (six ? "IPv6" : "IPv4"));
        }
        yield ip;
      }
      case Interface(String name) -> addressOf(name, six);
    };
  }

  private static InetAddress addressOf(String name, boolean six) throws SocketException {
    NetworkInterface found = NetworkInterface.getByName(name);
    if (found == null) {
      throw new SocketException("there is no interface " + name);
    }
    return Collections.list(found.getInetAddresses()).stream()
        .filter(ip -> ip instanceof Inet6Address == six)
        .findFirst()
        .orElseThrow(() -> new SocketException("the interface " + name + lacks(six)));
  }

  private static String lacks(boolean six) {
    return six ? " has no IPv6 address" : " has no IPv4 address";
  }
}
