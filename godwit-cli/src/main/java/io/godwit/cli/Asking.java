package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Version;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked: method, version and header fields. */
final class Asking implements OptionGroup {
  boolean head;

  private @Nullable String method;
  private final List<String> lines = new ArrayList<>();
  private @Nullable String agent;
  private @Nullable String referer;
  private @Nullable String range;
  private @Nullable String moment;
  private boolean old;

  /** Whether compressed content is asked for, to be decoded. */
  private boolean compressed;

  /**
   * The method.
   *
   * @param usual what the content asks for, when nothing else does
   */
  Method method(Method usual) throws CommandFailure {
    if (method == null) {
      return head ? Method.HEAD : usual;
    }
    if (method.equals("CONNECT")) {
      throw new CommandFailure(ExitCode.USAGE, "CONNECT is for proxies and no method to ask for");
    }
    return Method.of(method);
  }

  /** The lines of {@code -H}. */
  HeaderLines headerLines(InputStream in) throws CommandFailure {
    HeaderLines read = HeaderLines.of(lines, in);
    if (read.leavesOut("Host")) {
      throw new CommandFailure(ExitCode.USAGE, "a request without Host is not HTTP");
    }
    return read;
  }

  /** Adds what the other options ask for, where {@code -H} says nothing of it. */
  void addTo(Headers.Builder fields, HeaderLines lines) throws CommandFailure {
    if (agent != null && !agent.isEmpty()) {
      lines.setUnlessSaid(fields, "User-Agent", agent);
    }
    if (referer != null && !referer.isEmpty()) {
      lines.setUnlessSaid(fields, "Referer", referer);
    }
    if (range != null) {
      lines.setUnlessSaid(fields, "Range", "bytes=" + range);
    }
    if (compressed) {
      fields.remove("Accept-Encoding"); // asked for is what can be decoded
    }
    if (moment != null) {
      Moment.Condition condition = Moment.condition(moment);
      lines.setUnlessSaid(fields, condition.field(), condition.date());
    }
  }

  /**
   * Checks that content which was to be decoded is.
   *
   * @throws CommandFailure when it is not
   */
  void checkDecoded(StreamingResponse response) throws CommandFailure {
    Optional<String> coding = response.headers().combined("Content-Encoding");
    boolean coded = coding.filter(Asking::namesOne).isPresent();
    if (compressed && coded && response.status().code() == 200 && !head && !response.decoded()) {
      throw new CommandFailure(
          ExitCode.CONTENT, "content in coding " + coding.get() + " cannot be decoded");
    }
  }

  private static boolean namesOne(String codings) {
    return !codings.isBlank() && !codings.strip().equalsIgnoreCase("identity");
  }

  /** Does its part of the client. */
  void addTo(HttpClientBuilder client) {
    if (agent != null && agent.isEmpty()) {
      client.withoutHeader("User-Agent");
    }
    if (!compressed) {
      client.decompress(false).withoutHeader("Accept-Encoding");
    }
    if (old) {
      client.version(Version.HTTP_1_0);
    }
  }

  @Override
  public String heading() {
    return "What is asked";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "METHOD",
            "the method; GET unless another option says otherwise",
            text -> method = text,
            "-X",
            "--request"),
        Option.flag("send HEAD and print the header fields", on -> head = on, "-I", "--head"),
        Option.value(
            "LINE",
            "a header field, 'Name: value'; 'Name:' leaves one out, 'Name;' sends one without a"
                + " value, @FILE takes lines from a file",
            lines::add,
            "-H",
            "--header"),
        Option.value(
            "NAME",
            "the User-Agent field; none if it is empty",
            text -> agent = text,
            "-A",
            "--user-agent"),
        Option.value("URL", "the Referer field", this::referer, "-e", "--referer"),
        Option.value(
            "FROM-TO",
            "some of the bytes only, such as 0-99, 500- or -500",
            text -> range = text.contains("-") ? text : text + "-",
            "-r",
            "--range"),
        Option.value(
            "DATE",
            "only if it has changed since that date, or since that file; with '-' in front, only"
                + " if not",
            text -> moment = text,
            "-z",
            "--time-cond"),
        Option.flag(
            "ask for compressed content, and decode it", on -> compressed = on, "--compressed"),
        Option.flag("speak HTTP/1.0", on -> old = on, "-0", "--http1.0"),
        Option.flag("speak HTTP/1.1, which is usual", on -> old = !on, "--http1.1"));
  }

  private void referer(String text) throws CommandFailure {
    if (text.endsWith(";auto")) {
      throw Option.wrong("-e does not know ';auto'");
    }
    referer = text;
  }
}
