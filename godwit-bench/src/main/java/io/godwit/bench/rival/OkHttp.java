package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp's blocking call. */
public final class OkHttp implements Blocking {
  private final Target target;
  private final OkHttpClient client;
  private final Request request;
  private final Reader reader;

  private OkHttp(Target target, Reader reader) throws IOException {
    this.target = target;
    this.client = client(target);
    this.request = new Request.Builder().url(target.url()).build();
    this.reader = reader;
  }

  public static OkHttp open(Target target) throws IOException {
    return new OkHttp(target, body -> body.bytes().length);
  }

  /** Reads the body as a stream; what comes as gzip it decodes by itself. */
  public static OkHttp streaming(Target target) throws IOException {
    Drain drain = new Drain();
    return new OkHttp(target, body -> drain.count(body.byteStream()));
  }

  @Override
  public void call() throws IOException {
    try (Response response = client.newCall(request).execute()) {
      long length = reader.length(response.body());
      target.check(response.code(), response.header("content-type"), length);
    }
  }

  @Override
  public void close() {
    close(client);
  }

  static OkHttpClient client(Target target) throws IOException {
    var builder =
        new OkHttpClient.Builder().connectionPool(new ConnectionPool(64, 1, TimeUnit.HOURS));
    target
        .trust()
        .ifPresent(
            trust ->
                builder.sslSocketFactory(trust.context().getSocketFactory(), trust.authority()));
    return builder.build();
  }

  static void close(OkHttpClient client) {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  /** Takes the body in. */
  @FunctionalInterface
  private interface Reader {
    long length(ResponseBody body) throws IOException;
  }
}
