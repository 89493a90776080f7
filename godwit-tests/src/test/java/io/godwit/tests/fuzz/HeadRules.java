package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.Limits;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.h1.H1Settings;
import io.godwit.wire.h1.H1Violation;
import java.util.List;

/**
 * What holds for every head that a machine lets through, written down once more from RFC 9110 and
 * RFC 9112: whatever the bytes were, this much a recipient behind the machine may rely on.
 */
final class HeadRules {
  private final H1Settings settings;

  HeadRules(H1Settings settings) {
    this.settings = settings;
  }

  void request(HttpEvent.RequestHead head) {
    fields(head.headers(), settings.limits().headerSection());
    int line = head.method().name().length() + head.target().length() + 12;
    require(line <= settings.limits().startLine(), "a request line above the limit");
    require(isToken(head.method().name()), "a method that is no token");
    require(!head.target().isEmpty(), "no target");
    for (int i = 0; i < head.target().length(); i++) {
      char c = head.target().charAt(i);
      require(c > ' ' && c < 0x7F && c != '#', "a target with what no target has");
    }
    int hosts = head.headers().all("Host").size();
    require(hosts == 1 || (hosts == 0 && head.version() == Version.HTTP_1_0), hosts + " hosts");
    boolean chunked = chunked(head.headers(), head.version());
    long length = chunked ? -1 : Math.max(0, contentLength(head.headers()));
    require(head.length() == length, "length " + head.length() + " where it is " + length);
    require(length == 0 || !head.method().equals(Method.CONNECT), "CONNECT with content");
  }

  void response(HttpEvent.ResponseHead head, Method request) {
    fields(head.headers(), settings.limits().headerSection());
    require(fieldText(head.reason()), "a reason with a control character");
    int code = head.status().code();
    require(code >= 200 || code == 101, code + " as a final response");
    boolean tunnel = request.equals(Method.CONNECT) && code / 100 == 2;
    boolean chunked = !tunnel && chunked(head.headers(), head.version());
    long length = -1;
    if (tunnel || request.equals(Method.HEAD) || code == 304 || code == 204 || code == 101) {
      length = 0;
    } else if (!chunked) {
      length = contentLength(head.headers());
    }
    require(head.length() == length, "length " + head.length() + " where it is " + length);
    if (code == 101 || (code == 204 && !tunnel)) {
      noContent(head.headers());
    }
  }

  void interim(HttpEvent.Interim head) {
    fields(head.headers(), settings.limits().headerSection());
    int code = head.status().code();
    require(code >= 100 && code < 200 && code != 101, code + " as an interim response");
    noContent(head.headers());
  }

  void trailers(Headers trailers) {
    fields(trailers, settings.limits().trailerSection());
    for (String name : List.of("Content-Length", "Transfer-Encoding", "Host", "Connection")) {
      require(!trailers.has(name), name + " in a trailer section");
    }
  }

  /** What a machine may hold back: a start line behind empty lines, then a section. */
  int mostTaken() {
    Limits limits = settings.limits();
    int section = Math.max(limits.headerSection(), limits.trailerSection() + limits.chunkLine());
    return 2 * limits.startLine() + section;
  }

  private void fields(Headers headers, int limit) {
    require(headers.size() <= settings.limits().fields(), "more fields than the limit");
    require(headers.encodedSize() <= limit + headers.size(), "a section above the limit");
    for (Headers.Field field : headers) {
      require(isToken(field.name()), "a field name that is no token");
      require(fieldText(field.value()), "a control character in a field value");
      require(field.value().equals(strip(field.value())), "blanks around a field value");
    }
  }

  /** What never has content announces none, whatever was asked. */
  private void noContent(Headers headers) {
    require(!headers.has("Transfer-Encoding"), "a coding of no content");
    require(contentLength(headers) <= 0, "a length of no content");
  }

  /** Whether the content is chunked, which must then be the only thing said about its length. */
  private boolean chunked(Headers headers, Version version) {
    List<String> codings = headers.all("Transfer-Encoding");
    if (codings.isEmpty()) {
      return false;
    }
    require(version == Version.HTTP_1_1, "Transfer-Encoding in HTTP/1.0");
    require(codings.size() == 1, "more than one Transfer-Encoding");
    require(codings.getFirst().equalsIgnoreCase("chunked"), "a coding other than chunked");
    require(!headers.has("Content-Length"), "Content-Length and Transfer-Encoding");
    return true;
  }

  /** The length that is said, or -1. */
  private long contentLength(Headers headers) {
    List<String> values = headers.all("Content-Length");
    if (values.isEmpty()) {
      return -1;
    }
    String[] all = String.join(",", values).split(",", -1);
    require(
        all.length == 1 || settings.tolerated().contains(H1Violation.REPEATED_LENGTH),
        "a repeated length");
    long length = -1;
    for (String one : all) {
      String digits = strip(one);
      require(!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9'), "no length");
      long value = Long.parseLong(digits);
      require(length < 0 || length == value, "lengths that differ");
      length = value;
    }
    return length;
  }

  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  static boolean fieldText(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x100 && c != 0x7F));
  }

  /** Without spaces and tabs around it. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
      to--;
    }
    return text.substring(from, to);
  }
}
