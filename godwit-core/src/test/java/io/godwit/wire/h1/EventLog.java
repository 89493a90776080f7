package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as lines of text, in a form that does not depend on how the input was split: pieces of
 * content that follow each other are one line unless a chunk extension stands between them.
 */
final class EventLog {
  private final boolean statuses;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder details = new StringBuilder();

  /** The line of content that is not finished; empty when there is none. */
  private final StringBuilder content = new StringBuilder();

  /** A log that notes with each violation the status to answer with, if asked to. */
  EventLog(boolean statuses) {
    this.statuses = statuses;
  }

  void add(HttpEvent event) {
    if (event instanceof HttpEvent.Data data) {
      addData(data);
      return;
    }
    finishContent();
    switch (event) {
      case HttpEvent.RequestHead head -> {
        lines.add(
            "request %d %s %s %s %s"
                .formatted(
                    head.stream(),
                    head.method(),
                    head.target(),
                    head.version(),
                    length(head.length())));
        fields(head.headers());
      }
      case HttpEvent.ResponseHead head -> {
        lines.add(
            "response %d %s %d [%s] %s"
                .formatted(
                    head.stream(),
                    head.version(),
                    head.status().code(),
                    escaped(head.reason()),
                    length(head.length())));
        fields(head.headers());
      }
      case HttpEvent.Interim interim -> {
        lines.add("interim %d %d".formatted(interim.stream(), interim.status().code()));
        fields(interim.headers());
      }
      case HttpEvent.End end -> {
        lines.add("end " + end.stream());
        fields(end.trailers());
      }
      case HttpEvent.Switched switched -> lines.add("switched " + switched.stream());
      case HttpEvent.Violated violated -> {
        lines.add(
            "violated "
                + violated.violation().name()
                + (statuses ? " " + violated.violation().status().code() : ""));
        details.append(violated.stream()).append(violated.detail());
      }
      case HttpEvent.Expired expired -> lines.add("expired " + expired.stream());
      case HttpEvent.NeedInput _ -> lines.add("need input");
      case HttpEvent.Paused _ -> lines.add("paused");
      case HttpEvent.Closed _ -> lines.add("closed");
      case HttpEvent.Data _, HttpEvent.Reset _ -> throw new AssertionError(event);
    }
  }

  /** Notes what the machine handed over with the switch, and what came after it. */
  void addLeftOver(String text) {
    if (!text.isEmpty()) {
      lines.set(lines.size() - 1, lines.getLast() + " " + escaped(text));
    }
  }

  List<String> lines() {
    return lines;
  }

  /** What the violations said beyond their names. */
  String details() {
    return details.toString();
  }

  private void addData(HttpEvent.Data data) {
    String text = StandardCharsets.ISO_8859_1.decode(data.bytes().duplicate()).toString();
    if (text.isEmpty()) {
      throw new AssertionError("an empty piece of content");
    }
    if (content.isEmpty() || !data.extension().isEmpty()) {
      finishContent();
      String extension = data.extension().isEmpty() ? "" : "[" + escaped(data.extension()) + "]";
      content.append("data ").append(data.stream()).append(extension).append(' ');
    }
    content.append(escaped(text));
  }

  private void finishContent() {
    if (!content.isEmpty()) {
      lines.add(content.toString());
      content.setLength(0);
    }
  }

  private void fields(Headers fields) {
    for (Headers.Field field : fields) {
      String value = field.value().isEmpty() ? "" : " " + escaped(field.value());
      lines.add("  " + field.name() + ":" + value);
    }
  }

  private static String length(long length) {
    return length < 0 ? "unknown" : Long.toString(length);
  }

  static String escaped(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        case '\\' -> shown.append("\\\\");
        default -> {
          if (c >= ' ' && c < 0x7F) {
            shown.append(c);
          } else {
            shown.append(String.format("\\x%02x", (int) c));
          }
        }
      }
    }
    return shown.toString();
  }
}
