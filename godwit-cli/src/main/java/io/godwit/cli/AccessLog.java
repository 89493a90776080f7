package io.godwit.cli;

import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.HttpProblem;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Says on standard output what was asked for and what it was answered with, a line each. What a
 * client has sent is shown without its query, which may hold secrets, and with everything but
 * visible ASCII escaped: nothing in it begins a line or speaks to the terminal.
 *
 * <p>Each line leaves in one write. When nobody reads them any more, no more are written.
 */
final class AccessLog implements Filter {
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
   * @param path as received, without the query
   * @param bytes of content; -1 when that is not known
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
          "%s - - [%s] \"%s %s %s\" %d %s%n",
          line.client,
          TIME.format(line.time),
          escaped(line.method),
          escaped(line.path),
          line.version,
          line.status,
          line.bytes < 0 ? "-" : Long.toString(line.bytes));
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
          "%s %s %-4s %s %s%.1f ms%n",
          TIME.format(line.time),
          coloured ? style.on() + status + style.off() : status,
          escaped(line.method),
          escaped(line.path),
          line.bytes < 0 ? "" : line.bytes + " bytes, ",
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
  public Response filter(ServerRequest request, Handler next) throws Exception {
    long began = System.nanoTime();
    try {
      Response response = next.handle(request);
      boolean empty = request.method().equals(Method.HEAD) || response.status().code() == 304;
      say(request, response.status().code(), empty ? 0 : response.body().size(), began);
      return response;
    } catch (HttpProblem problem) {
      say(request, problem.status().code(), -1, began);
      throw problem;
    } catch (IOException | RuntimeException | Error e) {
      say(request, 500, -1, began);
      throw e;
    }
  }

  private void say(ServerRequest request, int status, long bytes, long began) {
    write(
        new Line(
            Instant.now(),
            request.remote() instanceof InetSocketAddress from
                ? from.getAddress().getHostAddress()
                : "-",
            request.method().name(),
            request.path(),
            request.version().toString(),
            status,
            bytes,
            Duration.ofNanos(System.nanoTime() - began)));
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
