package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.client.Timeouts;
import io.godwit.net.TcpKeepAlive;
import io.godwit.policy.dial.AddressFamily;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which road the server is reached. */
final class Road implements OptionGroup {
  /** As curl: five minutes to connect, and then as long as it takes, which a day stands for. */
  private static final Timeouts PATIENT =
      Timeouts.all(Duration.ofDays(1))
          .withResolve(Duration.ofMinutes(5))
          .withConnect(Duration.ofMinutes(5))
          .withTls(Duration.ofMinutes(5));

  /** As many as Linux makes. */
  private static final int PROBES = 9;

  private final List<String> overrides = new ArrayList<>();
  private @Nullable Duration connectTimeout;
  private @Nullable Path socket;
  private AddressFamily family = AddressFamily.ANY;
  private @Nullable String near;
  private boolean keepAlive = true;
  private @Nullable Duration idleTime;

  /** Does its part of the client. */
  void addTo(HttpClientBuilder client) throws CommandFailure {
    Duration each = connectTimeout;
    client.timeouts(
        each == null ? PATIENT : PATIENT.withResolve(each).withConnect(each).withTls(each));
    for (String override : overrides) {
      override(client, override);
    }
    if (socket != null) {
      client.unixSocket(socket);
    }
    if (family != AddressFamily.ANY) {
      client.addressFamily(family);
    }
    if (near != null) {
      near(client, near);
    }
    Duration idle = keepAlive ? idleTime : null;
    if (idle != null) {
      client.tcpKeepAlive(new TcpKeepAlive(idle, idle, PROBES));
    }
  }

  /** An address of this machine, or the name of an interface; curl's prefixes say which. */
  private static void near(HttpClientBuilder client, String text) {
    if (text.startsWith("if!")) {
      client.localInterface(text.substring("if!".length()));
      return;
    }
    String literal = text.startsWith("host!") ? text.substring("host!".length()) : text;
    try {
      client.localAddress(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      client.localInterface(literal);
    }
  }

  /** Such as {@code example.org:443:127.0.0.1,[::1]}, perhaps after a plus sign. */
  private static void override(HttpClientBuilder client, String text) throws CommandFailure {
    String entry = text.startsWith("+") ? text.substring(1) : text;
    int host = entry.startsWith("[") ? entry.indexOf(']') + 1 : entry.indexOf(':');
    int port = host < 0 ? -1 : entry.indexOf(':', host + 1);
    if (host <= 0 || port < 0 || entry.charAt(host) != ':') {
      throw Option.wrong("--resolve is HOST:PORT:ADDRESS[,ADDRESS]..., not '" + text + "'");
    }
    try {
      client.resolve(
          entry.substring(0, host),
          Option.number("--resolve", entry.substring(host + 1, port)),
          entry.substring(port + 1).split(",", -1));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "option --resolve: " + e.getMessage() + ", in '" + text + "'", e);
    }
  }

  @Override
  public String heading() {
    return "By which road";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "SECONDS",
            "the most time for each of look-up, connection and TLS handshake",
            text -> connectTimeout = Option.seconds("--connect-timeout", text),
            "--connect-timeout"),
        Option.value(
            "HOST:PORT:ADDRESS",
            "find that port of that host at this address; several are parted by commas",
            overrides::add,
            "--resolve"),
        Option.value(
            "FILE",
            "connect to that Unix-domain socket",
            text -> socket = Option.path(text),
            "--unix-socket"),
        Option.flag(
            "connect to IPv4 addresses only",
            on -> family = on ? AddressFamily.IPV4_ONLY : AddressFamily.ANY,
            "-4",
            "--ipv4"),
        Option.flag(
            "connect to IPv6 addresses only",
            on -> family = on ? AddressFamily.IPV6_ONLY : AddressFamily.ANY,
            "-6",
            "--ipv6"),
        Option.value(
            "NAME|ADDRESS",
            "begin connections at that interface or address of this machine",
            text -> near = text,
            "--interface"),
        Option.value(
            "SECONDS",
            "let TCP probe connections that are silent for so long; it does not unless this is set",
            text -> idleTime = Option.seconds("--keepalive-time", text),
            "--keepalive-time"),
        Option.flag("with --no-keepalive, not even then", on -> keepAlive = on, "--keepalive"));
  }
}
