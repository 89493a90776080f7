package io.godwit.bench.godwit;

import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Target;
import io.godwit.client.HttpClient;

/** {@code client.get(url).sendAsync()}, and reading one field. */
public final class GodwitAsync implements Async {
  private final Target target;
  private final String url;
  private final HttpClient client = HttpClient.create();

  private GodwitAsync(Target target) {
    this.target = target;
    this.url = target.url();
  }

  public static GodwitAsync open(Target target) {
    return new GodwitAsync(target);
  }

  @Override
  public void get(Report report) {
    var _ =
        client
            .get(url)
            .sendAsync()
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    report.done(failure);
                    return;
                  }
                  report.checked(() -> Godwit.check(target, response));
                });
  }

  @Override
  public void close() {
    client.close();
  }
}
