package io.godwit.bench.rival;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;

/** Jetty's client over HTTP/1.1 with one selector: its blocking and its listener API. */
public final class Jetty implements Blocking, Async {
  private final Target target;
  private final URI uri;
  private final HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(1));

  private Jetty(Target target) throws Exception {
    this.target = target;
    this.uri = target.uri();
    client.setMaxConnectionsPerDestination(64);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.start();
  }

  public static Jetty open(Target target) throws Exception {
    return new Jetty(target);
  }

  @Override
  public void call() throws Exception {
    ContentResponse response = client.GET(uri);
    target.check(
        response.getStatus(),
        response.getHeaders().get(HttpHeader.CONTENT_TYPE),
        response.getContent().length);
  }

  @Override
  public void get(Report report) {
    client.newRequest(uri).send(new Listener(report));
  }

  @Override
  public void close() throws IOException {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IOException("Jetty's client did not stop", e);
    }
  }

  private void check(Result result, int length) {
    var response = result.getResponse();
    target.check(response.getStatus(), response.getHeaders().get(HttpHeader.CONTENT_TYPE), length);
  }

  private final class Listener extends BufferingResponseListener {
    private final Report report;

    Listener(Report report) {
      this.report = report;
    }

    @Override
    public void onComplete(Result result) {
      if (result.isFailed()) {
        report.done(result.getFailure());
        return;
      }
      report.checked(() -> check(result, getContent().length));
    }
  }
}
