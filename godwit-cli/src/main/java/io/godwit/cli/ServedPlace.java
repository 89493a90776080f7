package io.godwit.cli;

import io.godwit.http.Uri;
import io.godwit.server.ConnectionSource;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where {@code godwit serve} can be reached. */
final class ServedPlace implements OptionGroup {
  private static final int USUAL_PORT = 8080;

  /** From the usual one on, when none was asked for. */
  private static final int PORTS_TRIED = 20;

  private static final int MOST_PORT = 65_535;

  /** How many connections may wait to be accepted. */
  private static final int BACKLOG = 1024;

  private @Nullable String address;
  private @Nullable Integer port;
  private final ServedTls tls;

  ServedPlace(ServedTls tls) {
    this.tls = tls;
  }

  /**
   * Does its part of the server.
   *
   * @return what a person has to know: under which URLs it is reached, and who it says it is
   */
  List<String> addTo(HttpServer.Builder server) throws CommandFailure {
    Optional<ServedTls.Secured> secured = Optional.empty();
    ServerSocketChannel socket = bound();
    boolean taken = false;
    try {
      InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
      List<InetAddress> addresses = addresses(bound.getAddress());
      secured = tls.secured(addresses);
      ConnectionSource source = ConnectionSource.of(socket);
      secured.ifPresentOrElse(it -> server.source(source, it.tls()), () -> server.source(source));
      taken = true;
      List<String> lines = new ArrayList<>();
      String scheme = secured.isPresent() ? "https" : "http";
      addresses.forEach(it -> lines.add("  " + url(scheme, it, bound.getPort())));
      secured.ifPresent(it -> lines.addAll(it.notice()));
      return lines;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.LISTEN, "cannot listen: " + Reasons.of(e), e);
    } finally {
      if (!taken) {
        close(socket);
      }
    }
  }

  private static void close(ServerSocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // what has failed before is said
    }
  }

  /** Without a port that was asked for it takes the next one that is free. */
  private ServerSocketChannel bound() throws CommandFailure {
    InetAddress where = address();
    int first = port == null ? USUAL_PORT : port;
    int last = port == null ? USUAL_PORT + PORTS_TRIED - 1 : port;
    for (int tried = first; ; tried++) {
      try {
        return bound(new InetSocketAddress(where, tried));
      } catch (IOException e) {
        boolean taken = e instanceof BindException && isTaken(e);
        if (!taken || tried == last) {
          throw failure(host(where), tried, taken, e);
        }
      }
    }
  }

  private static ServerSocketChannel bound(InetSocketAddress place) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      return socket.bind(place, BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The system says no more than this, in words of its own. */
  private static boolean isTaken(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("in use");
  }

  private CommandFailure failure(String host, int tried, boolean taken, IOException cause) {
    String text;
    if (!taken) {
      text = "cannot listen on " + host + ":" + tried + ": " + Reasons.of(cause);
    } else if (port != null) {
      text = "port " + tried + " of " + host + " is taken";
    } else {
      text = "the ports " + USUAL_PORT + " to " + tried + " of " + host + " are taken (see --port)";
    }
    return new CommandFailure(ExitCode.LISTEN, text, cause);
  }

  private InetAddress address() throws CommandFailure {
    String name = address;
    if (name == null) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return name.equals("all")
          ? new InetSocketAddress(0).getAddress()
          : InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw Option.wrong("--bind is an address of this machine or 'all', not '" + name + "'");
    }
  }

  private static String url(String scheme, InetAddress address, int port) {
    return Uri.of(scheme + "://" + host(address) + ":" + port + "/").text();
  }

  /** Where a browser gets there: of all addresses of the machine, by each of them. */
  private static List<InetAddress> addresses(InetAddress bound) {
    return bound.isAnyLocalAddress() ? ofThisMachine() : List.of(bound);
  }

  /** Its own first, then those of IPv4; without those that mean nothing without an interface. */
  private static List<InetAddress> ofThisMachine() {
    List<InetAddress> found = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(it -> !it.isLinkLocalAddress() && !it.isLoopbackAddress())
          .forEach(found::add);
    } catch (SocketException e) {
      // then it cannot be said; the server can be reached all the same
    }
    found.sort(Comparator.comparing(it -> it instanceof Inet6Address));
    found.addFirst(InetAddress.getLoopbackAddress());
    return found;
  }

  private static String host(InetAddress address) {
    return address instanceof Inet6Address ? "[" + literal(address) + "]" : literal(address);
  }

  /** Without its zone, which means nothing to others. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  @Override
  public String heading() {
    return "Where";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "PORT",
            "the port; the first that is free from 8080 on, 0 for any",
            text -> port = port(text),
            "-p",
            "--port"),
        Option.value(
            "ADDRESS",
            "the address of this machine, or 'all' for all; 127.0.0.1, which nobody else reaches",
            text -> address = text,
            "-b",
            "--bind"));
  }

  private static int port(String text) throws CommandFailure {
    int number = Option.number("--port", text);
    if (number > MOST_PORT) {
      throw Option.wrong("--port is a number up to " + MOST_PORT + ", not '" + text + "'");
    }
    return number;
  }
}
