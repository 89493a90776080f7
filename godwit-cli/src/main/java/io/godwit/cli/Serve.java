package io.godwit.cli;

import io.godwit.server.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code godwit serve}: shows a folder to browsers until it is stopped. Where it can be reached
 * goes to standard error, the access log to standard output.
 */
final class Serve {
  /** How long an exchange may go on when the command is stopped. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServeOptions options;
  private final Streams streams;

  private Serve(ServeOptions options, Streams streams) {
    this.options = options;
    this.streams = streams;
  }

  /** Serves until the process or this thread is told to end. */
  static ExitCode run(List<String> arguments, Streams streams) throws CommandFailure {
    ServeOptions options = new ServeOptions();
    Arguments.read(options, arguments);
    if (options.about.help) {
      byte[] text = Help.ofServe(options.groups()).getBytes(StandardCharsets.UTF_8);
      Sink.to(streams.out()).write(text, text.length);
      return ExitCode.OK;
    }
    new Serve(options, streams).untilStopped();
    return ExitCode.OK;
  }

  private void untilStopped() throws CommandFailure {
    HttpServer.Builder builder = HttpServer.builder();
    options.files.addTo(builder);
    options.log.addTo(builder, streams.out());
    List<String> place = options.place.addTo(builder);
    try (HttpServer server = builder.start()) {
      // Ctrl-C ends the process, and with it all waiting: only a hook can still let things finish.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> drain(server)));
      say("Serving " + options.files.folder());
      place.forEach(this::say);
      say("Ctrl-C ends it.");
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // of a program that runs the command within itself: the server is closed
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.LISTEN, "cannot listen: " + Reasons.of(e), e);
    }
  }

  private void drain(HttpServer server) {
    int open = server.connections();
    say(open == 0 ? "Stopping." : "Stopping, at the latest in " + GRACE.toSeconds() + " seconds.");
    server.close(GRACE);
  }

  private void say(String line) {
    streams.err().println(line);
    streams.err().flush();
  }
}
