package io.godwit.bench.soak;

import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import io.godwit.bench.worker.ChildJvm;
import io.godwit.bench.worker.LiveMemory;
import io.godwit.bench.worker.WorkerProcess;
import io.godwit.http.Body;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Godwit's server with its defaults, in a JVM of its own. {@code GET /} is answered with a small
 * text, {@code GET /1000} with so many bytes, in chunks, and PUT with the number of bytes that
 * came. The constructor's side asks the other:
 *
 * <pre>
 * port          where it listens
 * connections   how many are open
 * memory        what is in use, without garbage
 * resident      the size of the process, or -1 where nobody knows
 * watch         begins to look at the memory in use
 * peak          ends that; the most that was seen
 * </pre>
 */
final class SoakServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KIB = 1024;

  private final ChildJvm jvm;
  private final int port;

  private SoakServer(ChildJvm jvm, int port) {
    this.jvm = jvm;
    this.port = port;
  }

  static SoakServer start(OptionalInt core) throws IOException {
    ChildJvm jvm = ChildJvm.start(WorkerProcess.JVM_FLAGS, SoakServer.class, List.of(), core);
    try {
      return new SoakServer(jvm, jvm.ask("port", Integer.class));
    } catch (IOException e) {
      try (jvm) {
        throw e;
      }
    }
  }

  /** What to get for {@code /}. */
  Target hello() {
    return new Target(HOST, port, "/", Hello.LENGTH);
  }

  /** So much content to get, or to put. */
  Target content(long length) {
    return new Target(HOST, port, "/" + length, length);
  }

  int connections() throws IOException {
    return jvm.ask("connections", Integer.class);
  }

  LiveMemory.Used memory() throws IOException {
    return jvm.ask("memory", LiveMemory.Used.class);
  }

  long residentBytes() throws IOException {
    return jvm.ask("resident", Long.class);
  }

  void watch() throws IOException {
    jvm.ask("watch", Long.class);
  }

  long peakBytes() throws IOException {
    return jvm.ask("peak", Long.class);
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }

  /** The other side. */
  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    HttpServer server = HttpServer.start(0, SoakServer::handle);
    var memory = new LiveMemory();
    ChildJvm.answer(answers, question -> answer(question, server, memory));
    System.exit(0); // what is still connected does not matter any more
  }

  private static Object answer(String question, HttpServer server, LiveMemory memory)
      throws Exception {
    return switch (question) {
      case "port" -> server.port();
      case "connections" -> server.connections();
      case "memory" -> LiveMemory.now();
      case "resident" -> resident();
      case "watch" -> {
        memory.begin();
        yield 0;
      }
      case "peak" -> memory.end();
      default -> throw new IOException("no such question: " + question);
    };
  }

  private static Response handle(ServerRequest request) throws IOException {
    if (request.method().equals(Method.PUT)) {
      try (InputStream in = request.body().open()) {
        return plain(Body.text(Long.toString(new Drain().count(in))));
      }
    }
    if (request.path().equals("/")) {
      return Response.text(Hello.TEXT);
    }
    return plain(Body.stream(new MemoryContent(Long.parseLong(request.path().substring(1)))));
  }

  private static Response plain(Body body) {
    return Response.ok(body).withHeader("Content-Type", Target.CONTENT_TYPE);
  }

  private static long resident() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return -1;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
        .findFirst()
        .orElse(-1);
  }
}
