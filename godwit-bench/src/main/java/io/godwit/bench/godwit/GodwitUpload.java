package io.godwit.bench.godwit;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import io.godwit.client.BufferedResponse;
import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Multipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** {@code client.put(url).body(..).send()}, with each kind of body that is nowhere as a whole. */
public final class GodwitUpload implements Blocking {
  private static final int PIECE = 64 * 1024;

  private final Target target;
  private final Sending sending;
  private final HttpClient client;

  private GodwitUpload(Target target, Sending sending) {
    this.target = target;
    this.sending = sending;
    this.client = Godwit.client(target);
  }

  /** Begins the call and gives it its body. */
  private interface Sending {
    CallBuilder begin(HttpClient client, String url) throws IOException;
  }

  /** By {@code Body.file(..)}. */
  public static GodwitUpload file(Target target) {
    return new GodwitUpload(
        target, (client, url) -> client.put(url).body(Body.file(target.content())));
  }

  /** By {@code Body.stream(..)} of a stream that reads the file. */
  public static GodwitUpload fileStream(Target target) {
    return new GodwitUpload(
        target,
        (client, url) ->
            client
                .put(url)
                .body(
                    Body.stream(Files.newInputStream(target.content()))
                        .withLength(target.length())));
  }

  /** By {@code Body.stream(..)}, its length said beforehand. */
  public static GodwitUpload stream(Target target) {
    return new GodwitUpload(
        target,
        (client, url) ->
            client
                .put(url)
                .body(Body.stream(new MemoryContent(target.length())).withLength(target.length())));
  }

  /** By {@code Body.stream(..)}, its length not known, therefore in chunks. */
  public static GodwitUpload chunked(Target target) {
    return new GodwitUpload(
        target,
        (client, url) -> client.put(url).body(Body.stream(new MemoryContent(target.length()))));
  }

  /** By {@code Body.producer(..)}, which copies the stream itself. */
  public static GodwitUpload producer(Target target) {
    byte[] piece = new byte[PIECE];
    Body.Producer producer =
        to -> {
          InputStream in = new MemoryContent(target.length());
          for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            to.write(piece, 0, n);
          }
        };
    return new GodwitUpload(
        target,
        (client, url) -> client.put(url).body(Body.producer(producer).withLength(target.length())));
  }

  /** A field and the file, by {@code multipart(..)}. */
  public static GodwitUpload form(Target target) {
    return new GodwitUpload(
        target,
        (client, url) ->
            client
                .post(url)
                .multipart(
                    Multipart.create()
                        .field("title", "Wading birds")
                        .file("film", target.content())));
  }

  @Override
  public void call() throws IOException, HttpFailure {
    BufferedResponse response = sending.begin(client, target.url()).send();
    String contentType = response.headers().first("Content-Type").orElse(null);
    target.checkSent(response.status().code(), contentType, response.text());
  }

  @Override
  public void close() {
    client.close();
  }
}
