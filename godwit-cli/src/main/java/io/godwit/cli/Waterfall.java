package io.godwit.cli;

import io.godwit.http.Request;
import io.godwit.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws how long each phase of a transfer took, one below the other, so that they fall from left to
 * right as time passes; for each exchange by itself. In plain text.
 */
final class Waterfall {
  private static final int COLUMNS = 50;
  private static final double MILLIS = 1_000_000;

  private Waterfall() {}

  /** One bar. */
  private record Bar(String name, long from, long length) {}

  /** The lines. */
  static List<String> lines(Account account) {
    List<String> lines = new ArrayList<>();
    long total = Math.max(1, account.total());
    for (Account.Leg leg : account.legs) {
      lines.add(title(leg));
      for (Bar bar : bars(leg)) {
        lines.add(line(bar, total));
      }
    }
    lines.add(String.format(Locale.ROOT, "total %12.3f ms", account.total() / MILLIS));
    return lines;
  }

  private static String title(Account.Leg leg) {
    Request request = leg.exchange.request();
    String answer = leg.response.map(Response::toString).orElse("no answer");
    return request + ": " + answer + (leg.exchange.reused() ? ", on a kept connection" : "");
  }

  private static List<Bar> bars(Account.Leg leg) {
    List<Bar> bars = new ArrayList<>();
    long at = leg.began;
    if (leg.queue > 0) {
      bars.add(new Bar("queue", at, leg.queue));
    }
    at += leg.queue;
    if (!leg.exchange.reused()) {
      bars.add(new Bar("resolve", at, leg.resolve));
      at += leg.resolve;
      bars.add(new Bar("connect", at, leg.connect));
      at += leg.connect;
      if (leg.tls > 0) {
        bars.add(new Bar("tls", at, leg.tls));
      }
    }
    bars.add(new Bar("wait", leg.sending, leg.first - leg.sending));
    bars.add(new Bar("content", leg.first, leg.last - leg.first));
    return bars;
  }

  /** At least one mark wide, and within the columns. */
  private static String line(Bar bar, long total) {
    int from = (int) Math.min(COLUMNS - 1, bar.from() * COLUMNS / total);
    int to = (int) Math.min(COLUMNS, (bar.from() + bar.length()) * COLUMNS / total);
    String drawn = " ".repeat(from) + "=".repeat(Math.max(1, to - from));
    return String.format(
        Locale.ROOT, "  %-8s %10.3f ms |%s", bar.name(), bar.length() / MILLIS, drawn);
  }
}
