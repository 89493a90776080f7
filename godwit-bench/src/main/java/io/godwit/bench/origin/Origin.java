package io.godwit.bench.origin;

import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Target;
import io.godwit.bench.worker.Cores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A running server process on a free port of the loopback interface. */
public final class Origin implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);
  private static final String LOAD = "wrk";
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final Site site;
  private final int port;
  private final OptionalInt tlsPort;
  private final String description;

  private Origin(Process process, Site site, int port, OptionalInt tlsPort, String description) {
    this.process = process;
    this.site = site;
    this.port = port;
    this.tlsPort = tlsPort;
    this.description = description;
  }

  /** Starts the command and returns when the port answers; the other port is for TLS. */
  static Origin start(
      List<String> command, Site site, int port, OptionalInt tlsPort, String description)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Origin origin = new Origin(process, site, port, tlsPort, description);
    try {
      origin.awaitStart();
    } catch (IOException e) {
      origin.close();
      throw e;
    }
    return origin;
  }

  static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, ADDRESS)) {
      return probe.getLocalPort();
    }
  }

  /** Name and version, for the report. */
  public String description() {
    return description;
  }

  /**
   * What the cases of a group fetch, or send to; for servers, what they are asked for.
   *
   * @throws IOException when this server cannot serve them
   */
  public Target target(Group group) throws IOException {
    long big = site.sizes().big();
    long text = site.sizes().text();
    return switch (group) {
      case SYNC, C64 -> new Target(HOST, port, Site.SMALL, Site.SMALL_BYTES);
      case DOWNLOAD -> new Target(HOST, port, Site.BIG, big);
      case UPLOAD -> new Target(HOST, port, Site.UPLOAD, big).sending(site.big());
      case UPLOAD_STREAM -> new Target(HOST, port, Site.UPLOAD, big);
      case TLS_DOWNLOAD -> secure(Site.BIG, big);
      case TLS_UPLOAD -> secure(Site.UPLOAD, big).sending(site.big());
      case GZIP -> {
        site.addText();
        yield new Target(HOST, port, Site.TEXT, text);
      }
      case SERVER_SMALL, SERVER_PIPELINED -> {
        if (!Cores.onPath(LOAD)) {
          throw new IOException("servers are measured with " + LOAD + "; install it");
        }
        yield new Target(HOST, 0, "/", Hello.LENGTH);
      }
      case MULTIPART -> new Target(HOST, port, Site.UPLOAD, text).sending(site.film());
    };
  }

  private Target secure(String path, long length) throws IOException {
    if (tlsPort.isEmpty()) {
      throw new IOException(description + " speaks no TLS; install nginx");
    }
    return new Target(HOST, tlsPort.getAsInt(), path, length).trusting(site.authority());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStart() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (ended()) {
        throw new IOException(description + " ended with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(description + " does not answer on port " + port);
      }
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(ADDRESS, port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Waits a little, too. */
  private boolean ended() throws IOException {
    try {
      return process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + description + " started", e);
    }
  }
}
