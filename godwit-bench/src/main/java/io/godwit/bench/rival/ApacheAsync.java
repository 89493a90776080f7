package io.godwit.bench.rival;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.reactor.IOReactorConfig;

/** Apache HttpClient 5, asynchronous API, one I/O thread. */
public final class ApacheAsync implements Async {
  private final Target target;
  private final URI uri;
  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom()
          .setConnectionManager(
              PoolingAsyncClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(64)
                  .setMaxConnTotal(64)
                  .build())
          .setIOReactorConfig(
              IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build())
          .disableCookieManagement()
          .disableContentCompression()
          .disableAuthCaching()
          .disableConnectionState()
          .build();

  private ApacheAsync(Target target) {
    this.target = target;
    this.uri = target.uri();
    client.start();
  }

  public static ApacheAsync open(Target target) {
    return new ApacheAsync(target);
  }

  @Override
  public void get(Report report) {
    var _ = client.execute(SimpleRequestBuilder.get(uri).build(), new Callback(report));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private void check(SimpleHttpResponse response) {
    Header contentType = response.getFirstHeader("content-type");
    target.check(
        response.getCode(),
        contentType == null ? null : contentType.getValue(),
        response.getBodyBytes().length);
  }

  private final class Callback implements FutureCallback<SimpleHttpResponse> {
    private final Report report;

    Callback(Report report) {
      this.report = report;
    }

    @Override
    public void completed(SimpleHttpResponse response) {
      report.checked(() -> check(response));
    }

    @Override
    public void failed(Exception failure) {
      report.done(failure);
    }

    @Override
    public void cancelled() {
      report.done(new CancellationException());
    }
  }
}
