package io.godwit.cli;

import io.godwit.http.Headers;
import io.godwit.http.InvalidUri;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@code -w} writes about a transfer, in curl's words. */
final class WriteOut {
  /** All variables but those of header fields; in the order in which they are listed. */
  static final List<String> VARIABLES =
      List.of(
          "content_type",
          "errormsg",
          "exitcode",
          "filename_effective",
          "http_code",
          "http_version",
          "method",
          "num_connects",
          "num_headers",
          "num_redirects",
          "redirect_url",
          "referer",
          "remote_ip",
          "remote_port",
          "response_code",
          "scheme",
          "size_download",
          "size_header",
          "size_upload",
          "speed_download",
          "speed_upload",
          "time_appconnect",
          "time_connect",
          "time_namelookup",
          "time_pretransfer",
          "time_redirect",
          "time_starttransfer",
          "time_total",
          "url",
          "url_effective",
          "urlnum");

  private final Account account;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder errors = new StringBuilder();

  /** Where it goes at the moment. */
  private StringBuilder into = text;

  private WriteOut(Account account) {
    this.account = account;
  }

  /**
   * What is written.
   *
   * @param out to standard output
   * @param err to standard error
   */
  record Written(String out, String err) {}

  /** The format that an option gives; after an at sign it is in a file. */
  static String format(String option, InputStream in) throws CommandFailure {
    if (!option.startsWith("@")) {
      return option;
    }
    String name = option.substring(1);
    try {
      return name.equals("-")
          ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(name));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read " + name + ": " + Reasons.of(e), e);
    }
  }

  /** The format with its variables filled in. */
  static Written of(String format, Account account) {
    WriteOut writing = new WriteOut(account);
    writing.write(format);
    return new Written(writing.text.toString(), writing.errors.toString());
  }

  private void write(String format) {
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      if (c == '%' && format.startsWith("%%", i)) {
        into.append('%');
        i += 2;
      } else if (c == '%' && format.startsWith("%header{", i) && format.indexOf('}', i) > 0) {
        int end = format.indexOf('}', i);
        into.append(header(format.substring(i + "%header{".length(), end)));
        i = end + 1;
      } else if (c == '%' && format.startsWith("%{", i) && format.indexOf('}', i) > 0) {
        int end = format.indexOf('}', i);
        if (!variable(format.substring(i + 2, end))) {
          return;
        }
        i = end + 1;
      } else if (c == '\\' && i + 1 < format.length()) {
        into.append(escaped(format.charAt(i + 1)));
        i += 2;
      } else {
        into.append(c);
        i++;
      }
    }
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      default -> "\\" + c;
    };
  }

  private String header(String name) {
    return account.response().flatMap(head -> head.header(name.strip())).orElse("");
  }

  /** Writes it; false when nothing more is to be written. */
  private boolean variable(String name) {
    switch (name) {
      case "stdout" -> into = text;
      case "stderr" -> into = errors;
      case "onerror" -> {
        return account.code != ExitCode.OK;
      }
      case "json" -> json();
      case "header_json" -> headerJson();
      default -> {
        if (VARIABLES.contains(name)) {
          into.append(value(name).map(WriteOut::shown).orElse(""));
        } else {
          errors.append("godwit: unknown --write-out variable: '").append(name).append("'\n");
        }
      }
    }
    return true;
  }

  private static String shown(Object value) {
    return value instanceof Seconds seconds ? seconds.text() : value.toString();
  }

  /** A time, which is written with six decimals. */
  private record Seconds(long nanos) {
    String text() {
      long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
      return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }
  }

  private Optional<Object> value(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "content_type" -> header("Content-Type").isEmpty() ? null : header("Content-Type");
          case "errormsg" -> account.error.orElse(null);
          case "exitcode" -> (long) account.code.number();
          case "filename_effective" -> account.file.map(Path::toString).orElse(null);
          case "http_code", "response_code" -> status();
          case "http_version" -> account.response().map(WriteOut::version).orElse("0");
          case "method" -> request().map(request -> request.method().name()).orElse(null);
          case "num_connects" -> (long) account.connects;
          case "num_headers" ->
              (long) account.response().map(head -> head.headers().size()).orElse(0);
          case "num_redirects" -> (long) account.redirects();
          case "redirect_url" -> redirectUrl().orElse(null);
          case "referer" -> request().flatMap(request -> request.header("Referer")).orElse(null);
          case "remote_ip" -> remote().map(at -> at.getAddress().getHostAddress()).orElse(null);
          case "remote_port" -> remote().map(at -> (long) at.getPort()).orElse(0L);
          case "scheme" ->
              request().map(sent -> sent.uri().scheme().toUpperCase(Locale.ROOT)).orElse(null);
          case "size_download" -> account.downloaded;
          case "size_header" -> sizeOfHeads();
          case "size_upload" -> account.uploaded;
          case "speed_download" -> speed(account.downloaded);
          case "speed_upload" -> speed(account.uploaded);
          case "url" -> account.url;
          case "url_effective" -> request().map(sent -> sent.uri().text()).orElse(account.url);
          case "urlnum" -> (long) account.number;
          default -> new Seconds(time(name));
        });
  }

  /** Nanoseconds from the beginning up to what that variable is called after. */
  private long time(String name) {
    if (name.equals("time_total")) {
      return account.total();
    }
    Optional<Account.Leg> last = account.last();
    if (last.isEmpty()) {
      return 0;
    }
    Account.Leg leg = last.get();
    long found = leg.began + leg.queue + leg.resolve;
    return switch (name) {
      case "time_namelookup" -> found;
      case "time_connect" -> found + leg.connect;
      case "time_appconnect" -> leg.tls == 0 ? 0 : found + leg.connect + leg.tls;
      case "time_pretransfer" -> leg.sending;
      case "time_starttransfer" -> leg.first;
      case "time_redirect" -> account.redirects() == 0 ? 0 : leg.began;
      default -> throw new IllegalStateException("no variable: " + name);
    };
  }

  private String status() {
    int code = account.response().map(head -> head.status().code()).orElse(0);
    return String.format(Locale.ROOT, "%03d", code);
  }

  private static String version(Response head) {
    String text = head.version().toString();
    return text.substring(text.indexOf('/') + 1);
  }

  private Optional<Request> request() {
    return account.last().map(leg -> leg.exchange.request());
  }

  private Optional<InetSocketAddress> remote() {
    return account.last().flatMap(leg -> Optional.ofNullable(leg.remote()));
  }

  /** Where a redirect leads that was not followed. */
  private Optional<String> redirectUrl() {
    Optional<Uri> from = request().map(Request::uri);
    Optional<String> to =
        account
            .response()
            .filter(head -> Account.redirects(head.status()))
            .flatMap(head -> head.header("Location"));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(from.get().resolve(to.get()).text());
    } catch (InvalidUri e) {
      return to;
    }
  }

  private long sizeOfHeads() {
    long size = 0;
    for (Response head : account.heads) {
      size += Heads.text(head).length;
    }
    return size;
  }

  private long speed(long bytes) {
    return account.total() == 0
        ? 0
        : (long) (bytes / (account.total() / (double) TimeUnit.SECONDS.toNanos(1)));
  }

  private void json() {
    into.append('{');
    for (String name : VARIABLES) {
      Optional<Object> value = value(name);
      quoted(name);
      into.append(':');
      if (value.isEmpty()) {
        into.append("null");
      } else if (value.get() instanceof Long || value.get() instanceof Seconds) {
        into.append(shown(value.get()));
      } else if (name.endsWith("_code")) {
        into.append(Integer.parseInt(shown(value.get())));
      } else {
        quoted(shown(value.get()));
      }
      into.append(',');
    }
    quoted("godwit_version");
    into.append(':');
    quoted(Main.VERSION);
    into.append('}');
  }

  private void headerJson() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Headers headers = account.response().map(Response::headers).orElse(Headers.empty());
    for (Headers.Field field : headers) {
      fields
          .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(field.value());
    }
    String separator = "{";
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      into.append(separator);
      quoted(field.getKey());
      String joint = ":[";
      for (String value : field.getValue()) {
        into.append(joint);
        quoted(value);
        joint = ",";
      }
      into.append(']');
      separator = ",\n";
    }
    into.append(fields.isEmpty() ? "{}" : "\n}");
  }

  private void quoted(String value) {
    JsonText.quote(value, into);
  }
}
