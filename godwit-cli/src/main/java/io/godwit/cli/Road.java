package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.client.Timeouts;
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

  private final List<String> overrides = new ArrayList<>();
  private @Nullable Duration connectTimeout;
  private @Nullable Path socket;

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
            "--unix-socket"));
  }
}
