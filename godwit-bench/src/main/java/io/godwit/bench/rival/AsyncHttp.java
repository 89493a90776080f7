package io.godwit.bench.rival;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.asynchttpclient.AsyncCompletionHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Request;
import org.asynchttpclient.Response;
import org.jspecify.annotations.Nullable;

/** AsyncHttpClient 3 with one I/O thread, on NIO or on Netty's epoll. */
public final class AsyncHttp implements Async {
  private final Target target;
  private final AsyncHttpClient client;
  private final Request request;

  private AsyncHttp(Target target, AsyncHttpClient client) {
    this.target = target;
    this.client = client;
    this.request = Dsl.get(target.url()).build();
  }

  public static AsyncHttp open(Target target, boolean epoll) {
    var config =
        new DefaultAsyncHttpClientConfig.Builder()
            .setIoThreadsCount(1)
            .setUseNativeTransport(epoll)
            .setUseOnlyEpollNativeTransport(epoll)
            .setPooledConnectionIdleTimeout(Duration.ofHours(1))
            .setCookieStore(null);
    return new AsyncHttp(target, Dsl.asyncHttpClient(config));
  }

  @Override
  public void get(Report report) {
    var _ = client.executeRequest(request, new Handler(report));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private void check(Response response) {
    target.check(
        response.getStatusCode(),
        response.getHeader("content-type"),
        response.getResponseBodyAsBytes().length);
  }

  private final class Handler extends AsyncCompletionHandler<Boolean> {
    private final Report report;

    Handler(Report report) {
      this.report = report;
    }

    @Override
    public Boolean onCompleted(@Nullable Response response) {
      report.checked(() -> check(Objects.requireNonNull(response)));
      return true;
    }

    @Override
    public void onThrowable(Throwable failure) {
      report.done(failure);
    }
  }
}
