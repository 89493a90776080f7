package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5, classic API. */
public final class ApacheClassic implements Blocking {
  private final Target target;
  private final URI uri;
  private final CloseableHttpClient client;
  private final Reader reader;

  private ApacheClassic(Target target, CloseableHttpClient client, Reader reader) {
    this.target = target;
    this.uri = target.uri();
    this.client = client;
    this.reader = reader;
  }

  public static ApacheClassic open(Target target) throws IOException {
    return new ApacheClassic(
        target, client(target), entity -> EntityUtils.toByteArray(entity).length);
  }

  /** Reads the body as a stream. */
  public static ApacheClassic streaming(Target target) throws IOException {
    Drain drain = new Drain();
    return new ApacheClassic(target, client(target), entity -> drain.count(entity.getContent()));
  }

  /** As {@link #streaming}, and decodes what comes as gzip. */
  public static ApacheClassic decoding(Target target) throws IOException {
    Drain drain = new Drain();
    return new ApacheClassic(
        target, builder(target).build(), entity -> drain.count(entity.getContent()));
  }

  static CloseableHttpClient client(Target target) throws IOException {
    return builder(target).disableContentCompression().build();
  }

  private static HttpClientBuilder builder(Target target) throws IOException {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(64)
            .setMaxConnTotal(64);
    target
        .trust()
        .ifPresent(
            trust ->
                connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(trust.context())));
    return HttpClients.custom()
        .setConnectionManager(connections.build())
        .disableCookieManagement()
        .disableAuthCaching()
        .disableConnectionState();
  }

  @Override
  public void call() throws IOException {
    client.execute(new HttpGet(uri), this::check);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private boolean check(ClassicHttpResponse response) throws IOException {
    Header contentType = response.getFirstHeader("content-type");
    long length = reader.length(response.getEntity());
    target.check(response.getCode(), contentType == null ? null : contentType.getValue(), length);
    return true;
  }

  /** Takes the body in. */
  @FunctionalInterface
  private interface Reader {
    long length(HttpEntity entity) throws IOException;
  }
}
