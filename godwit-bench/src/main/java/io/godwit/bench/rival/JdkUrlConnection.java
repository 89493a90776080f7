package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** {@link HttpURLConnection}: old, and still what much code uses. */
public final class JdkUrlConnection implements Blocking {
  private final Target target;
  private final URL url;
  private final Reader reader;

  private JdkUrlConnection(Target target, Reader reader) throws IOException {
    this.target = target;
    this.url = target.uri().toURL();
    this.reader = reader;
  }

  public static JdkUrlConnection open(Target target) throws IOException {
    // The idle connections it keeps per server; read once, when its class is loaded.
    System.setProperty("http.maxConnections", "64");
    return new JdkUrlConnection(target, in -> in.readAllBytes().length);
  }

  /** Reads the body as a stream. */
  public static JdkUrlConnection streaming(Target target) throws IOException {
    return new JdkUrlConnection(target, new Drain()::count);
  }

  @Override
  public void call() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    int status = connection.getResponseCode();
    String contentType = connection.getContentType();
    try (InputStream in = connection.getInputStream()) {
      target.check(status, contentType, reader.length(in));
    }
  }

  /** Its connections belong to the JVM and end with it. */
  @Override
  public void close() {}

  /** Takes the body in. */
  @FunctionalInterface
  private interface Reader {
    long length(InputStream body) throws IOException;
  }
}
