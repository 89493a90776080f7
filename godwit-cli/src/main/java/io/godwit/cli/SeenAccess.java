package io.godwit.cli;

import io.godwit.http.Status;
import io.godwit.server.ExchangeListener;
import io.godwit.server.ExchangeReport;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * The access log for who looks on. What a client has sent is shown without its query, which may
 * hold secrets, and with everything but visible ASCII escaped: nothing in it begins a line or
 * speaks to the terminal.
 */
final class SeenAccess implements ExchangeListener {
  private final Consumer<String> lines;
  private final boolean coloured;

  SeenAccess(Consumer<String> lines, boolean coloured) {
    this.lines = lines;
    this.coloured = coloured;
  }

  @Override
  public void ended(ExchangeReport report) {
    String asked = report.request().map(it -> it.method() + " " + it.path()).orElse("(no request)");
    int status = report.status().map(Status::code).orElse(0);
    lines.accept(
        line(
            LocalTime.now(ZoneId.systemDefault()),
            status,
            asked,
            report.contentSent(),
            report.duration()));
  }

  /**
   * A line, without its end.
   *
   * @param status 0 when the client got none
   */
  String line(LocalTime time, int status, String asked, long bytes, Duration took) {
    Style style = style(status);
    String shown = status == 0 ? "---" : Integer.toString(status);
    return String.format(
        Locale.ROOT,
        "%tT %s %s %d bytes, %.1f ms",
        time.truncatedTo(ChronoUnit.SECONDS),
        coloured ? style.on() + shown + style.off() : shown,
        escaped(asked),
        bytes,
        took.toNanos() / 1e6);
  }

  private static Style style(int status) {
    return switch (status / 100) {
      case 2 -> Style.fg_green;
      case 3 -> Style.fg_cyan;
      case 4 -> Style.fg_yellow;
      default -> Style.fg_red;
    };
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '\\') {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, c > 0xFF ? "\\u%04X" : "\\x%02X", (int) c));
      }
    }
    return escaped.toString();
  }
}
