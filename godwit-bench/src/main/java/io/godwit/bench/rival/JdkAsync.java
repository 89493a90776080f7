package io.godwit.bench.rival;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** {@link HttpClient#sendAsync} of {@code java.net.http}, with its own executor. */
public final class JdkAsync implements Async {
  private final Target target;
  private final HttpClient client;
  private final HttpRequest request;

  private JdkAsync(Target target) throws IOException {
    this.target = target;
    this.client = JdkBlocking.client(target);
    this.request = HttpRequest.newBuilder(target.uri()).build();
  }

  public static JdkAsync open(Target target) throws IOException {
    return new JdkAsync(target);
  }

  @Override
  public void get(Report report) {
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofByteArray())
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    report.done(failure);
                    return;
                  }
                  report.checked(() -> check(response));
                });
  }

  @Override
  public void close() {
    client.close();
  }

  private void check(HttpResponse<byte[]> response) {
    target.check(response.statusCode(), JdkBlocking.contentType(response), response.body().length);
  }
}
