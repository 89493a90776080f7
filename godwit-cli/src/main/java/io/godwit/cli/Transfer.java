package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Explanation;
import io.godwit.http.HttpDate;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One URL: sends the request and copies the response to where it belongs, as it arrives. */
final class Transfer {
  private static final int PIECE = 64 * 1024;

  private final Options options;
  private final Sending sending;
  private final HttpClient client;
  private final Streams streams;
  private final Optional<Trace> trace;
  private final Account account;
  private final boolean listens;
  private @Nullable SendProgress sendProgress;
  private boolean answered;

  Transfer(
      Options options,
      Sending sending,
      HttpClient client,
      Streams streams,
      Optional<Trace> trace,
      Account account) {
    this.options = options;
    this.sending = sending;
    this.client = client;
    this.streams = streams;
    this.trace = trace;
    this.account = account;
    Printing printing = options.printing;
    this.listens =
        printing.headers
            || options.asking.head
            || options.outputs.heads != null
            || printing.writeOut != null
            || printing.timings
            || options.endurance.retries > 0;
  }

  /**
   * Runs it once.
   *
   * @throws CommandFailure when it does not succeed
   */
  void run() throws CommandFailure {
    account.begin();
    Upload upload = options.content.upload(account.number);
    Uri uri = uri(upload.at(account.url));
    Output output = options.outputs.output(account.number);
    Optional<Path> file =
        options.outputs.headerName
            ? Optional.empty()
            : options.outputs.path(output, uri, Optional.empty());
    Resuming resuming = Resuming.of(options.outputs.resume, file);
    try (StreamingResponse response = call(uri, upload, resuming).open()) {
      answered = true;
      endSendProgress();
      deliver(response, resuming, output, uri);
      trace.ifPresent(listener -> listener.end(response));
      explain(response::explain);
    } catch (HttpFailure failure) {
      endSendProgress();
      trace.ifPresent(listener -> listener.failure(failure));
      explain(failure::explain);
      if (!answered) {
        account.file = file;
        try (Sink sink = sink(false, resuming)) {
          writeHeads(sink);
        }
      }
      throw new CommandFailure(ExitCode.of(failure, answered), said(failure), failure);
    } catch (InvalidUri e) {
      throw new CommandFailure(ExitCode.BAD_URL, said(e), e);
    } catch (InvalidMessage e) {
      throw new CommandFailure(ExitCode.USAGE, said(e), e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.RECEIVE, said(e), e);
    }
  }

  private void endSendProgress() {
    if (sendProgress != null) {
      sendProgress.close();
    }
  }

  private CallBuilder call(Uri uri, Upload upload, Resuming resuming) throws CommandFailure {
    CallBuilder call = sending.call(client, uri, upload, streams.in());
    if (!sending.left().leavesOut("Authorization")) {
      options.identity.addTo(call, uri);
    }
    resuming.addTo(call);
    Duration most = options.endurance.maxTime;
    if (most != null) {
      call.timeout(most);
    }
    trace.ifPresent(listener -> listener.watch(call));
    if (listens) {
      call.listener(account);
    }
    if (sending.hasContent(upload) && Progress.isForUploads(options.printing)) {
      sendProgress = new SendProgress(options.printing, upload.shown(), streams.err());
      call.listener(sendProgress);
    }
    return call;
  }

  private void deliver(StreamingResponse response, Resuming resuming, Output output, Uri uri)
      throws CommandFailure, IOException {
    Optional<String> suggested =
        options.outputs.headerName ? SuggestedName.of(response.headers()) : Optional.empty();
    account.file = options.outputs.path(output, uri, suggested);
    try (Sink sink = sink(suggested.isPresent(), resuming)) {
      writeHeads(sink);
      Endurance endurance = options.endurance;
      boolean failed =
          response.status().code() >= 400
              && (endurance.failOnStatus || endurance.failWithBody)
              && !resuming.complete(response);
      if (failed && !endurance.failWithBody) {
        throw refused(response);
      }
      options.asking.checkDecoded(response);
      if (resuming.check(response)) {
        copy(response, sink);
      }
      if (!response.notModified()) {
        sink.finish();
      }
      if (options.outputs.remoteTime) {
        date(response, sink);
      }
      if (failed) {
        throw refused(response);
      }
    }
  }

  private static CommandFailure refused(StreamingResponse response) {
    return new CommandFailure(ExitCode.STATUS, "the server answered " + response);
  }

  private Sink sink(boolean suggested, Resuming resuming) {
    if (account.file.isEmpty()) {
      return Sink.to(streams.out());
    }
    Sink.Kind kind = resuming.begins() ? Sink.Kind.REPLACE : Sink.Kind.APPEND;
    return Sink.into(
        account.file.get(), suggested ? Sink.Kind.NEW : kind, options.outputs.createFolders);
  }

  private void writeHeads(Sink sink) throws CommandFailure {
    Output dump = options.outputs.heads;
    if (dump != null) {
      Sink.Kind kind = account.number == 0 ? Sink.Kind.REPLACE : Sink.Kind.APPEND;
      try (Sink into =
          dump instanceof Output.Named named
              ? Sink.into(named.path(), kind, options.outputs.createFolders)
              : Sink.to(streams.out())) {
        writeHeadsTo(into);
        into.finish();
      }
    }
    if (options.printing.headers || options.asking.head) {
      writeHeadsTo(sink);
    }
  }

  private void writeHeadsTo(Sink sink) throws CommandFailure {
    for (Response head : account.heads) {
      byte[] text = Heads.text(head);
      sink.write(text, text.length);
    }
  }

  private void copy(StreamingResponse response, Sink sink) throws IOException, CommandFailure {
    try (Progress progress =
        Progress.of(response, options.printing, sink.isFile(), streams.err())) {
      InputStream from = response.body();
      if (options.printing.laysJsonOut(options.manner, sink) && JsonContent.is(response)) {
        JsonContent.write(from, sink);
      }
      byte[] piece = new byte[PIECE];
      for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
        if (options.printing.body) {
          sink.write(piece, count);
        }
        progress.add(count);
      }
    }
  }

  private static void date(StreamingResponse response, Sink sink) throws CommandFailure {
    Optional<Instant> moment =
        response.header("Last-Modified").flatMap(text -> HttpDate.parse(text, Instant.now()));
    if (moment.isPresent()) {
      sink.date(moment.get());
    }
  }

  private void explain(Supplier<Explanation> explanation) {
    if (options.printing.explain) { // it takes the JVM some milliseconds to put one together first
      streams.err().println(explanation.get());
    }
  }

  /** What the user wrote as a URI; http when there is no scheme. */
  private Uri uri(String url) throws CommandFailure {
    String text = sending.withQuery(url.strip());
    try {
      Uri uri = Uri.of(text.contains("://") ? text : "http://" + text);
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
