package io.godwit.bench.godwit;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import java.io.IOException;

/** {@code client.get(url).open()}, and reading its stream. */
public final class GodwitDownload implements Blocking {
  private final Target target;
  private final String url;
  private final Drain drain = new Drain();
  private final HttpClient client = HttpClient.create();

  private GodwitDownload(Target target) {
    this.target = target;
    this.url = target.url();
  }

  public static GodwitDownload open(Target target) {
    return new GodwitDownload(target);
  }

  @Override
  public void get() throws IOException {
    try (StreamingResponse response = client.get(url).open()) {
      long length = drain.count(response.body());
      String contentType = response.headers().first("Content-Type").orElse(null);
      target.check(response.status().code(), contentType, length);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
