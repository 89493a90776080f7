package io.godwit.bench.godwit;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Drain;
import io.godwit.bench.driver.Target;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** {@code client.get(url).open()}, and reading its channel or its stream. */
public final class GodwitDownload implements Blocking {
  private final Target target;
  private final String url;
  private final Reader reader;
  private final HttpClient client;

  private GodwitDownload(Target target, Reader reader) {
    this.client = Godwit.client(target);
    this.target = target;
    this.url = target.url();
    this.reader = reader;
  }

  /** Reads the content to its end, and says how long it was. */
  private interface Reader {
    long read(StreamingResponse response) throws IOException;
  }

  /** By {@code body()}, an InputStream. */
  public static GodwitDownload stream(Target target) {
    Drain drain = new Drain();
    return new GodwitDownload(target, response -> drain.count(response.body()));
  }

  /**
   * By {@code channel()}.
   *
   * @param capacity of the direct buffer to read into, in bytes
   */
  public static GodwitDownload channel(Target target, int capacity) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    return new GodwitDownload(target, response -> drain(response.channel(), buffer));
  }

  private static long drain(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    long total = 0;
    for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer.clear())) {
      total += n;
    }
    buffer.clear();
    return total;
  }

  @Override
  public void call() throws IOException {
    try (StreamingResponse response = client.get(url).open()) {
      long length = reader.read(response);
      String contentType = response.headers().first("Content-Type").orElse(null);
      target.check(response.status().code(), contentType, length);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
