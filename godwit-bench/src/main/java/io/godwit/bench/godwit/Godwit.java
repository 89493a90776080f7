package io.godwit.bench.godwit;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import java.nio.file.Path;

/** {@code client.get(url).send()}, and reading one field. */
public final class Godwit implements Blocking {
  private final Target target;
  private final String url;
  private final HttpClient client = HttpClient.create();

  private Godwit(Target target) {
    this.target = target;
    this.url = target.url();
  }

  public static Godwit open(Target target) {
    return new Godwit(target);
  }

  @Override
  public void call() throws HttpFailure {
    check(target, client.get(url).send());
  }

  @Override
  public void close() {
    client.close();
  }

  /** A client that trusts whom the target needs, and is otherwise as it comes. */
  static HttpClient client(Target target) {
    Path authority = target.authority();
    if (authority == null) {
      return HttpClient.create();
    }
    return HttpClient.builder().tls(TlsSettings.builder().authorities(authority).build()).build();
  }

  static void check(Target target, BufferedResponse response) {
    target.check(
        response.status().code(),
        response.headers().first("Content-Type").orElse(null),
        response.bytes().length);
  }
}
