package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** OkHttp's blocking call with a body. */
public final class OkHttpUpload implements Blocking {
  private static final MediaType BINARY = MediaType.get("application/octet-stream");

  private final Target target;
  private final OkHttpClient client;
  private final Request request;

  private OkHttpUpload(Target target, Request request) throws IOException {
    this.target = target;
    this.client = OkHttp.client(target);
    this.request = request;
  }

  public static OkHttpUpload file(Target target) throws IOException {
    return new OkHttpUpload(target, request(target).put(content(target)).build());
  }

  /** From a stream, as its documentation shows it. */
  public static OkHttpUpload stream(Target target) throws IOException {
    return new OkHttpUpload(target, request(target).put(new Streamed(target.length())).build());
  }

  /** A field and the file. */
  public static OkHttpUpload form(Target target) throws IOException {
    var form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("title", "Wading birds")
            .addFormDataPart("film", "film.bin", content(target))
            .build();
    return new OkHttpUpload(target, request(target).post(form).build());
  }

  @Override
  public void call() throws IOException {
    try (Response response = client.newCall(request).execute()) {
      String answer = Objects.requireNonNull(response.body()).string();
      target.checkSent(response.code(), response.header("content-type"), answer);
    }
  }

  @Override
  public void close() {
    OkHttp.close(client);
  }

  private static Request.Builder request(Target target) {
    return new Request.Builder().url(target.url());
  }

  private static RequestBody content(Target target) {
    return RequestBody.create(target.content().toFile(), BINARY);
  }

  private static final class Streamed extends RequestBody {
    private final long length;

    Streamed(long length) {
      this.length = length;
    }

    @Override
    public MediaType contentType() {
      return BINARY;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      try (Source source = Okio.source(new MemoryContent(length))) {
        sink.writeAll(source);
      }
    }
  }
}
