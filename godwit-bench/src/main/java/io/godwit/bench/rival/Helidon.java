package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import java.io.IOException;

/** Helidon's web client, which is written for virtual threads, by its HTTP/1.1 API. */
public final class Helidon implements Blocking {
  private final Target target;
  private final Http1Client client;
  private final Reader reader;

  private Helidon(Target target, Reader reader) {
    this.target = target;
    this.client =
        Http1Client.builder()
            .baseUri(target.uri())
            .shareConnectionCache(false)
            .connectionCacheSize(64)
            .build();
    this.reader = reader;
  }

  public static Helidon open(Target target) {
    return new Helidon(target, response -> response.as(byte[].class).length);
  }

  /** Reads the body as a stream. */
  public static Helidon streaming(Target target) {
    Drain drain = new Drain();
    return new Helidon(target, response -> drain.count(response.inputStream()));
  }

  @Override
  public void call() throws IOException {
    try (HttpClientResponse response = client.get().request()) {
      String contentType = response.headers().get(HeaderNames.CONTENT_TYPE).get();
      target.check(response.status().code(), contentType, reader.length(response));
    }
  }

  @Override
  public void close() {
    client.closeResource();
  }

  /** Takes the body in. */
  @FunctionalInterface
  private interface Reader {
    long length(HttpClientResponse response) throws IOException;
  }
}
