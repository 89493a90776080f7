package io.godwit.server.filter;

import io.godwit.http.Headers;
import io.godwit.server.ExchangeListener;
import io.godwit.server.ExchangeReport;
import io.godwit.server.ServerRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A line for each exchange: who has asked for what, and what became of it.
 *
 * <pre>{@code
 * HttpServer.builder()
 *     .listener(AccessLog.combined(System.out::println))
 *     .handler(request -> Response.text("hello"))
 *     .start();
 * }</pre>
 *
 * <p>The query is left out unless {@link #withQuery()} asks for it, since it may hold secrets. What
 * a client has sent cannot end a line or a value: it is escaped, and cut after 2,000 characters.
 * The address is {@link ServerRequest#remote()}. Safe between threads, if what takes the lines is;
 * it is called on the thread of the connection.
 */
public final class AccessLog implements ExchangeListener {
  private static final int LONGEST = 2_000;

  private static final DateTimeFormatter COMMON_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

  private enum Form {
    COMMON,
    COMBINED,
    JSON
  }

  private final Form form;
  private final Consumer<String> lines;
  private final boolean query;
  private final Clock clock;

  private AccessLog(Form form, Consumer<String> lines, boolean query, Clock clock) {
    this.form = form;
    this.lines = lines;
    this.query = query;
    this.clock = clock;
  }

  /**
   * Lines in the Common Log Format: {@code 192.0.2.7 - - [21/Nov/2026:23:40:00 +0000] "GET /a
   * HTTP/1.1" 200 512}. In quotes, {@code "}, {@code \} and what is not visible ASCII are {@code
   * \xHH}, as by Apache and nginx.
   */
  public static AccessLog common(Consumer<String> lines) {
    return new AccessLog(Form.COMMON, lines, false, Clock.systemUTC());
  }

  /** The same lines with the fields Referer and User-Agent behind them. */
  public static AccessLog combined(Consumer<String> lines) {
    return new AccessLog(Form.COMBINED, lines, false, Clock.systemUTC());
  }

  /**
   * A JSON object on each line, with {@code time} (when the request began, UTC), {@code remote},
   * {@code method}, {@code path}, {@code version}, {@code route}, {@code status}, {@code bytes} of
   * content, {@code micros}, {@code referer}, {@code userAgent} and {@code failure}, the kind of
   * it; what is not known is left out.
   */
  public static AccessLog json(Consumer<String> lines) {
    return new AccessLog(Form.JSON, lines, false, Clock.systemUTC());
  }

  /** A copy that shows the query with the path. */
  public AccessLog withQuery() {
    return new AccessLog(form, lines, true, clock);
  }

  /** A copy that goes by another clock, and its time zone; without it that is UTC. */
  public AccessLog withClock(Clock other) {
    return new AccessLog(form, lines, query, other);
  }

  @Override
  public void ended(ExchangeReport report) {
    lines.accept(form == Form.JSON ? json(report) : common(report));
  }

  private String common(ExchangeReport report) {
    StringBuilder line = new StringBuilder(160);
    line.append(report.request().map(request -> address(request.remote())).orElse("-"));
    line.append(" - - [").append(COMMON_TIME.format(began(report))).append("] ");
    quoted(report.request().map(this::requestLine), line);
    line.append(' ').append(report.status().map(status -> "" + status.code()).orElse("-"));
    line.append(' ').append(report.contentSent() == 0 ? "-" : "" + report.contentSent());
    if (form == Form.COMBINED) {
      Headers headers = report.request().map(ServerRequest::headers).orElse(Headers.empty());
      quoted(headers.first("Referer"), line.append(' '));
      quoted(headers.first("User-Agent"), line.append(' '));
    }
    return line.toString();
  }

  private ZonedDateTime began(ExchangeReport report) {
    return ZonedDateTime.now(clock).minus(report.duration());
  }

  private String requestLine(ServerRequest request) {
    return request.method() + " " + target(request) + " " + request.version();
  }

  private String target(ServerRequest request) {
    Optional<String> shown = query ? request.query() : Optional.empty();
    return shown.isEmpty() ? request.path() : request.path() + "?" + shown.get();
  }

  private static String address(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress tcp) || tcp.getAddress() == null) {
      return "unix:";
    }
    String text = tcp.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private static void quoted(Optional<String> value, StringBuilder to) {
    to.append('"');
    String text = value.orElse("-");
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
        to.append(String.format(c > 0xFF ? "\\u%04X" : "\\x%02X", (int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }

  private String json(ExchangeReport report) {
    StringBuilder line = new StringBuilder(256).append('{');
    Instant began = began(report).toInstant().truncatedTo(ChronoUnit.MICROS);
    member("time", Optional.of(began.toString()), line);
    Optional<ServerRequest> request = report.request();
    member("remote", request.map(it -> address(it.remote())), line);
    member("method", request.map(it -> it.method().name()), line);
    member("path", request.map(this::target), line);
    member("version", request.map(it -> it.version().toString()), line);
    member("route", request.flatMap(ServerRequest::route), line);
    report.status().ifPresent(status -> number("status", status.code(), line));
    number("bytes", report.contentSent(), line);
    number("micros", report.duration().toNanos() / 1000, line);
    member("referer", request.flatMap(it -> it.header("Referer")), line);
    member("userAgent", request.flatMap(it -> it.header("User-Agent")), line);
    member("failure", report.failure().map(it -> it.getClass().getName()), line);
    return line.append('}').toString();
  }

  private static void number(String name, long value, StringBuilder to) {
    name(name, to);
    to.append(value);
  }

  private static void name(String name, StringBuilder to) {
    to.append(to.length() == 1 ? "\"" : ",\"").append(name).append("\":");
  }

  private static void member(String name, Optional<String> value, StringBuilder to) {
    if (value.isEmpty()) {
      return;
    }
    name(name, to);
    to.append('"');
    String text = value.get();
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7F) {
        to.append(String.format("\\u%04x", (int) c));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }

  @Override
  public String toString() {
    return "access log, " + form.name().toLowerCase(Locale.ROOT);
  }
}
