package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Explanation;
import io.godwit.http.Headers;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One URL: sends the request and copies the response to where it belongs, as it arrives. */
final class Transfer {
  private static final int PIECE = 64 * 1024;

  private final Options options;
  private final Sending sending;
  private final HttpClient client;
  private final OutputStream standard;
  private final PrintStream err;
  private final Optional<Trace> trace;
  private boolean answered;

  Transfer(
      Options options,
      Sending sending,
      HttpClient client,
      OutputStream standard,
      PrintStream err,
      Optional<Trace> trace) {
    this.options = options;
    this.sending = sending;
    this.client = client;
    this.standard = standard;
    this.err = err;
    this.trace = trace;
  }

  /**
   * Runs it.
   *
   * @throws CommandFailure when it does not succeed
   */
  void run(String url, Output output) throws CommandFailure {
    Uri uri = uri(url);
    try (Sink sink = sink(output, uri)) {
      run(uri, sink);
      sink.finish();
    }
  }

  private void run(Uri uri, Sink sink) throws CommandFailure {
    try (StreamingResponse response = call(uri).open()) {
      answered = true;
      trace.ifPresent(listener -> listener.response(response));
      if (options.failOnStatus && response.status().code() >= 400) {
        throw new CommandFailure(ExitCode.STATUS, "the server answered " + response);
      }
      if (options.printHeaders || options.head) {
        for (Hop hop : response.history()) {
          print(hop.response(), sink);
        }
        print(response.response(), sink);
      }
      try (Progress progress = Progress.of(response, options, sink.isFile(), err)) {
        copy(response.body(), sink, progress);
      }
      trace.ifPresent(listener -> listener.end(response));
      explain(response::explain);
    } catch (HttpFailure failure) {
      trace.ifPresent(listener -> listener.failure(failure));
      explain(failure::explain);
      throw new CommandFailure(ExitCode.of(failure, answered), said(failure), failure);
    } catch (InvalidUri e) {
      throw new CommandFailure(ExitCode.BAD_URL, said(e), e);
    } catch (InvalidMessage e) {
      throw new CommandFailure(ExitCode.USAGE, said(e), e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.RECEIVE, said(e), e);
    }
  }

  private static void print(Response response, Sink sink) throws CommandFailure {
    byte[] head = Heads.text(response);
    sink.write(head, head.length);
  }

  private void explain(Supplier<Explanation> explanation) {
    if (options.explain) { // it takes the JVM some milliseconds to put one together first
      err.println(explanation.get());
    }
  }

  private CallBuilder call(Uri uri) throws CommandFailure {
    CallBuilder call =
        client
            .call(sending.method(), uri.withoutUserInfo().text())
            .headers(fields(uri))
            .body(sending.body())
            .unusualContent();
    Duration most = options.maxTime;
    if (most != null) {
      call.timeout(most);
    }
    trace.ifPresent(listener -> listener.watch(call));
    return call;
  }

  private Headers fields(Uri uri) throws CommandFailure {
    Headers fields = sending.fields();
    if (uri.userInfo().isEmpty()
        || fields.has("Authorization")
        || sending.left().leavesOut("Authorization")) {
      return fields;
    }
    return fields.with("Authorization", Credentials.ofUserInfo(uri.userInfo().get()));
  }

  private void copy(InputStream from, Sink sink, Progress progress)
      throws IOException, CommandFailure {
    byte[] piece = new byte[PIECE];
    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
      if (options.printBody) {
        sink.write(piece, count);
      }
      progress.add(count);
    }
  }

  private Sink sink(Output output, Uri uri) throws CommandFailure {
    return switch (output) {
      case Output.Standard _ -> Sink.to(standard);
      case Output.Named named -> Sink.into(named.path());
      case Output.Remote _ -> Sink.into(remoteName(uri));
    };
  }

  /** The last segment of the path; it cannot lead to another folder, since it has no slash. */
  private static Path remoteName(Uri uri) throws CommandFailure {
    String path = uri.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new CommandFailure(ExitCode.WRITE, "-O finds no name for a file in " + uri);
    }
    return Path.of(name);
  }

  /** What the user wrote as a URI; http when there is no scheme. */
  private static Uri uri(String text) throws CommandFailure {
    try {
      Uri uri = Uri.of(text.contains("://") ? text.strip() : "http://" + text.strip());
      if (!uri.scheme().equals("http") && !uri.scheme().equals("https")) {
        throw new CommandFailure(
            ExitCode.UNSUPPORTED, "protocol '" + uri.scheme() + "' is not supported");
      }
      return uri;
    } catch (InvalidUri e) {
      throw new CommandFailure(ExitCode.BAD_URL, said(e), e);
    }
  }

  private static String said(Exception cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
