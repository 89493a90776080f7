package io.godwit.examples;

import io.godwit.server.HttpServer;
import io.godwit.testkit.httpbin.Httpbin;
import java.io.IOException;

/** The testkit's application in the manner of httpbin.org as a server, on the loopback address. */
public final class HttpbinServer {
  private HttpbinServer() {}

  /** Starts it on that port, 0 for any free one. */
  public static HttpServer start(int port) throws IOException {
    return HttpServer.start(port, Httpbin.create());
  }

  /** Listens on the port that is given, 8080 without one, until the process is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
    try (HttpServer server = start(port)) {
      System.out.println("http://127.0.0.1:" + server.port() + "/");
      Thread.currentThread().join();
    }
  }
}
