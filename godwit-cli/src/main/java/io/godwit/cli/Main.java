package io.godwit.cli;

import io.godwit.client.CookieStore;
import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The {@code godwit} command. */
public final class Main {
  static final String VERSION = "0.1.0";

  private final Streams streams;

  private Main(Streams streams) {
    this.streams = streams;
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
    return new Main(new Streams(in, out, err)).run(Arrays.asList(arguments)).number();
  }

  private ExitCode run(List<String> arguments) {
    try {
      if (!arguments.isEmpty() && arguments.getFirst().equals("demo")) {
        return Demo.run(arguments.subList(1, arguments.size()), streams.out());
      }
      if (!arguments.isEmpty() && arguments.getFirst().equals("serve")) {
        return Serve.run(arguments.subList(1, arguments.size()), streams);
      }
      return run(Arguments.parse(arguments));
    } catch (CommandFailure failure) {
      say(failure);
      return failure.code();
    }
  }

  private ExitCode run(Options options) throws CommandFailure {
    if (options.about.help) {
      return print(Help.text());
    }
    if (options.about.version) {
      return print(version());
    }
    if (options.urls.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "no URL");
    }
    if (options.about.toCurl) {
      return print(ToCurl.of(options) + "\n");
    }
    Sending sending = Sending.of(options, streams.in());
    Optional<Trace> trace =
        options.printing.verbose ? Optional.of(new Trace(streams.err())) : Optional.empty();
    Optional<CookieStore> cookies = options.identity.cookies.store(options.manner);
    ExitCode last = ExitCode.OK;
    try (HttpClient client = client(options, sending, trace, cookies)) {
      Session session = new Session(options, sending, client, streams, trace);
      for (int i = 0; i < options.urls.size(); i++) {
        last = ExitCode.OK;
        try {
          session.fetch(options.urls.get(i), i);
        } catch (CommandFailure failure) {
          last = failure.code();
          if (options.printing.saysErrors()) {
            say(failure);
          }
          if (options.endurance.failEarly) {
            break;
          }
        }
      }
    }
    options.identity.cookies.save(cookies, streams.out());
    return last;
  }

  private static HttpClient client(
      Options options, Sending sending, Optional<Trace> trace, Optional<CookieStore> cookies)
      throws CommandFailure {
    HttpClientBuilder builder = HttpClient.builder();
    trace.ifPresent(listener -> builder.network(listener.network()));
    for (String name : sending.left().left()) {
      builder.withoutHeader(name);
    }
    try {
      options.asking.addTo(builder);
      options.identity.addTo(builder, cookies);
      options.following.addTo(builder);
      options.road.addTo(builder);
      options.proxies.addTo(builder);
      options.security.addTo(builder);
      return builder.build();
    } catch (IllegalArgumentException e) { // what the client says of its options
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Says why it failed in one line; that nobody reads the output any more, its reader knows. */
  private void say(CommandFailure failure) {
    Throwable cause = failure.getCause();
    if (failure.code() == ExitCode.WRITE && cause != null && ExitCode.brokenPipe(cause)) {
      return;
    }
    String hint = failure.code() == ExitCode.USAGE ? " (godwit --help lists the options)" : "";
    streams.err().println("godwit: (" + failure.code().number() + ") " + failure.line() + hint);
    streams.err().flush();
  }

  private ExitCode print(String text) throws CommandFailure {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Sink.to(streams.out()).write(bytes, bytes.length);
    return ExitCode.OK;
  }

  private static String version() {
    return "godwit " + VERSION + " (Java " + Runtime.version() + ")\n";
  }
}
