package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;

/** {@link HttpClient#send} of {@code java.net.http}. */
public final class JdkBlocking<B> implements Blocking {
  private final Target target;
  private final HttpClient client;
  private final HttpRequest request;
  private final BodyHandler<B> handler;
  private final Reader<B> reader;

  private JdkBlocking(Target target, BodyHandler<B> handler, Reader<B> reader) throws IOException {
    this.target = target;
    this.client = client(target);
    this.request = HttpRequest.newBuilder(target.uri()).build();
    this.handler = handler;
    this.reader = reader;
  }

  public static JdkBlocking<byte[]> open(Target target) throws IOException {
    return new JdkBlocking<>(target, BodyHandlers.ofByteArray(), body -> body.length);
  }

  /** Reads the body as a stream. */
  public static JdkBlocking<InputStream> streaming(Target target) throws IOException {
    Drain drain = new Drain();
    return new JdkBlocking<>(target, BodyHandlers.ofInputStream(), drain::count);
  }

  /** Reads the body as a stream through the JDK's gzip decoder; the client has none. */
  public static JdkBlocking<InputStream> decoding(Target target) throws IOException {
    Drain drain = new Drain();
    return new JdkBlocking<>(
        target, BodyHandlers.ofInputStream(), body -> drain.count(decoded(body)));
  }

  @Override
  public void call() throws IOException, InterruptedException {
    HttpResponse<B> response = client.send(request, handler);
    target.check(response.statusCode(), contentType(response), reader.length(response.body()));
  }

  @Override
  public void close() {
    client.close();
  }

  static HttpClient client(Target target) throws IOException {
    var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    target.trust().ifPresent(trust -> builder.sslContext(trust.context()));
    return builder.build();
  }

  static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("content-type").orElse("");
  }

  private static InputStream decoded(InputStream body) throws IOException {
    return new GZIPInputStream(body, 64 * 1024);
  }

  /** Takes the body in. */
  @FunctionalInterface
  private interface Reader<B> {
    long length(B body) throws IOException;
  }
}
