package io.godwit.cli;

import io.godwit.client.HttpClient;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches URLs with one client: each as often as it takes, and then tells of it. */
final class Session {
  private final Options options;
  private final Sending sending;
  private final HttpClient client;
  private final Streams streams;
  private final Optional<Trace> trace;

  Session(
      Options options, Sending sending, HttpClient client, Streams streams, Optional<Trace> trace) {
    this.options = options;
    this.sending = sending;
    this.client = client;
    this.streams = streams;
    this.trace = trace;
  }

  /**
   * Fetches the n-th URL, from 0.
   *
   * @throws CommandFailure when it does not succeed
   */
  void fetch(String url, int number) throws CommandFailure {
    Account account = new Account(url, number);
    CommandFailure failure = null;
    try {
      if (options.endurance.retries == 0) {
        new Transfer(options, sending, client, streams, trace, account).run();
      } else {
        persist(account);
      }
    } catch (CommandFailure e) {
      failure = e;
    }
    tell(account, failure);
    if (failure != null) {
      throw failure;
    }
  }

  private void persist(Account account) throws CommandFailure {
    Retrying retrying = new Retrying(options.endurance);
    while (true) {
      CommandFailure failure = null;
      try {
        new Transfer(options, sending, client, streams, trace, account).run();
      } catch (CommandFailure e) {
        failure = e;
      }
      Optional<Duration> wait = retrying.next(failure, account.response());
      if (wait.isEmpty()) {
        if (failure != null) {
          throw failure;
        }
        return;
      }
      await(wait.get(), failure, account, retrying.left());
    }
  }

  private void await(Duration wait, @Nullable CommandFailure failure, Account account, int left)
      throws CommandFailure {
    if (!options.printing.silent) {
      String why =
          failure == null
              ? "the server answered " + account.response().orElseThrow()
              : failure.line();
      streams
          .err()
          .println(
              "godwit: "
                  + why
                  + ": again in "
                  + wait.toMillis()
                  + " ms, "
                  + left
                  + " retries left");
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.ABORTED, "interrupted while waiting to try again", e);
    }
  }

  /** What {@code -w} and {@code --timings} say of it. */
  private void tell(Account account, @Nullable CommandFailure failure) throws CommandFailure {
    String format = options.printing.writeOut;
    if (format == null && !options.printing.timings) {
      return;
    }
    account.end(
        failure == null ? ExitCode.OK : failure.code(),
        Optional.ofNullable(failure).map(CommandFailure::line));
    if (options.printing.timings) {
      Waterfall.lines(account).forEach(streams.err()::println);
    }
    if (format != null) {
      WriteOut.Written written = WriteOut.of(WriteOut.format(format, streams.in()), account);
      streams.err().print(written.err());
      byte[] text = written.out().getBytes(StandardCharsets.UTF_8);
      write(streams.out(), text);
    }
    streams.err().flush();
  }

  private static void write(OutputStream out, byte[] text) throws CommandFailure {
    Sink sink = Sink.to(out);
    sink.write(text, text.length);
    sink.finish();
  }
}
