package io.godwit.cli;

import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.Timeouts;
import io.godwit.net.TlsSettings;
import io.godwit.policy.redirect.RedirectPolicy;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The {@code godwit} command. */
public final class Main {
  static final String VERSION = "0.1.0";

  /** As curl: five minutes to connect, and then as long as it takes, which a day stands for. */
  private static final Timeouts PATIENT =
      Timeouts.all(Duration.ofDays(1))
          .withResolve(Duration.ofMinutes(5))
          .withConnect(Duration.ofMinutes(5))
          .withTls(Duration.ofMinutes(5));

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;

  private Main(InputStream in, OutputStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // System.out keeps what goes wrong to itself
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.exit(run(arguments, in, out, System.err));
  }

  /**
   * Runs the command within this process.
   *
   * @param in standard input, for {@code -d @-}
   * @param out standard output, without a buffer
   * @param err standard error
   * @return the exit code; curl's
   */
  public static int run(String[] arguments, InputStream in, OutputStream out, PrintStream err) {
    return new Main(in, out, err).run(Arrays.asList(arguments)).number();
  }

  private ExitCode run(List<String> arguments) {
    try {
      if (!arguments.isEmpty() && arguments.getFirst().equals("demo")) {
        return Demo.run(arguments.subList(1, arguments.size()), out);
      }
      return run(CommandModel.parse(arguments));
    } catch (CommandFailure failure) {
      say(failure);
      return failure.code();
    }
  }

  private ExitCode run(Options options) throws CommandFailure {
    if (options.help) {
      return print(CommandModel.help());
    }
    if (options.version) {
      return print(version());
    }
    if (options.urls.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "no URL");
    }
    Sending sending = Sending.of(options, in);
    Optional<Trace> trace = options.verbose ? Optional.of(new Trace(err)) : Optional.empty();
    ExitCode last = ExitCode.OK;
    try (HttpClient client = client(options, sending, trace)) {
      for (int i = 0; i < options.urls.size(); i++) {
        last = ExitCode.OK;
        try {
          new Transfer(options, sending, client, out, err, trace)
              .run(options.urls.get(i), options.output(i));
        } catch (CommandFailure failure) {
          last = failure.code();
          if (options.saysErrors()) {
            say(failure);
          }
        }
      }
    }
    return last;
  }

  private static HttpClient client(Options options, Sending sending, Optional<Trace> trace) {
    Timeouts timeouts = PATIENT;
    Duration connect = options.connectTimeout;
    if (connect != null) {
      timeouts = timeouts.withResolve(connect).withConnect(connect).withTls(connect);
    }
    HttpClientBuilder builder = HttpClient.builder().timeouts(timeouts);
    builder.decompress(false).withoutHeader("Accept-Encoding"); // as curl without --compressed
    trace.ifPresent(listener -> builder.network(listener.network()));
    for (String name : sending.left().left()) {
      builder.withoutHeader(name);
    }
    if (options.agent != null && options.agent.isEmpty()) {
      builder.withoutHeader("User-Agent");
    }
    if (!options.followRedirects) {
      builder.redirects(RedirectPolicy.none());
    }
    if (!options.validateCertificate) {
      builder.tls(TlsSettings.insecure());
    }
    return builder.build();
  }

  /** Says why it failed in one line; that nobody reads the output any more, its reader knows. */
  private void say(CommandFailure failure) {
    Throwable cause = failure.getCause();
    if (failure.code() == ExitCode.WRITE && cause != null && ExitCode.brokenPipe(cause)) {
      return;
    }
    String hint = failure.code() == ExitCode.USAGE ? " (godwit --help lists the options)" : "";
    err.println("godwit: (" + failure.code().number() + ") " + oneLine(failure.text()) + hint);
    err.flush();
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  private ExitCode print(String text) throws CommandFailure {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Sink.to(out).write(bytes, bytes.length);
    return ExitCode.OK;
  }

  private static String version() {
    return "godwit " + VERSION + " (Java " + Runtime.version() + ")\n";
  }
}
