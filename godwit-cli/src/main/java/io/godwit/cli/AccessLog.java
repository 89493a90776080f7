package io.godwit.cli;

import io.godwit.http.Status;
import io.godwit.server.ExchangeListener;
import io.godwit.server.ExchangeReport;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Says on standard output what was asked for and what it was answered with, a line each. What a
 * client has sent is shown without its query, which may hold secrets, and with everything but
 * visible ASCII escaped: nothing in it begins a line or speaks to the terminal.
 *
 * <p>Each line leaves in one write. When nobody reads them any more, no more are written.
 */
final class AccessLog implements ExchangeListener {
  private final OutputStream out;
  private final Form form;
  private volatile boolean unread;

  AccessLog(OutputStream out, Form form) {
    this.out = out;
    this.form = form;
  }

  /**
   * An exchange.
   *
   * @param path as received, without the query; {@code -}, as the rest, when there was no request
   * @param status 0 when the client got none
   * @param bytes of content that were sent
   */
  record Line(
      Instant time,
      String client,
      String method,
      String path,
      String version,
      int status,
      long bytes,
      Duration took) {}

  /** How a line is written. */
  sealed interface Form {
    String text(Line line);
  }

  /** The Common Log Format, which many programs read. */
  record Common() implements Form {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public String text(Line line) {
      return String.format(
          Locale.ROOT,
          "%s - - [%s] \"%s %s %s\" %03d %d%n",
          line.client,
          TIME.format(line.time),
          escaped(line.method),
          escaped(line.path),
          line.version,
          line.status,
          line.bytes);
    }
  }

  /** For who looks on. */
  record ForPerson(boolean coloured) implements Form {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    public String text(Line line) {
      String status = Integer.toString(line.status);
      Style style = style(line.status);
      return String.format(
          Locale.ROOT,
          "%s %s %-4s %s %d bytes, %.1f ms%n",
          TIME.format(line.time),
          coloured ? style.on() + status + style.off() : status,
          escaped(line.method),
          escaped(line.path),
          line.bytes,
          line.took.toNanos() / 1e6);
    }

    private static Style style(int status) {
      return switch (status / 100) {
        case 2 -> Style.fg_green;
        case 3 -> Style.fg_cyan;
        case 4 -> Style.fg_yellow;
        default -> Style.fg_red;
      };
    }
  }

  @Override
  public void ended(ExchangeReport report) {
    Optional<ServerRequest> request = report.request();
    write(
        new Line(
            Instant.now(),
            request.map(it -> address(it.remote())).orElse("-"),
            request.map(it -> it.method().name()).orElse("-"),
            request.map(ServerRequest::path).orElse("-"),
            request.map(it -> it.version().toString()).orElse("-"),
            report.status().map(Status::code).orElse(0),
            report.contentSent(),
            report.duration()));
  }

  private static String address(SocketAddress remote) {
    return remote instanceof InetSocketAddress from ? from.getAddress().getHostAddress() : "-";
  }

  void write(Line line) {
    if (unread) {
      return;
    }
    try {
      out.write(form.text(line).getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      unread = true; // the server goes on
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7F && c != '"' && c != '\\') {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, c > 0xFF ? "\\u%04x" : "\\x%02x", (int) c));
      }
    }
    return escaped.toString();
  }
}
