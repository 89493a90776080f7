package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5, classic API. */
public final class ApacheClassic implements Blocking {
  private final Target target;
  private final URI uri;
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(64)
                  .setMaxConnTotal(64)
                  .build())
          .disableCookieManagement()
          .disableContentCompression()
          .disableAuthCaching()
          .disableConnectionState()
          .build();
  private final Reader reader;

  private ApacheClassic(Target target, Reader reader) {
    this.target = target;
    this.uri = target.uri();
    this.reader = reader;
  }

  public static ApacheClassic open(Target target) {
    return new ApacheClassic(target, entity -> EntityUtils.toByteArray(entity).length);
  }

  /** Reads the body as a stream. */
  public static ApacheClassic streaming(Target target) {
    Drain drain = new Drain();
    return new ApacheClassic(target, entity -> drain.count(entity.getContent()));
  }

  @Override
  public void get() throws IOException {
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
