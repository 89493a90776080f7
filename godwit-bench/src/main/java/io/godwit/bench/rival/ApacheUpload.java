package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/** Apache HttpClient 5, classic API, with an entity. */
public final class ApacheUpload implements Blocking {
  private final Target target;
  private final CloseableHttpClient client;
  private final Supplier<HttpUriRequestBase> requests;

  private ApacheUpload(Target target, Supplier<HttpUriRequestBase> requests) throws IOException {
    this.target = target;
    this.client = ApacheClassic.client(target);
    this.requests = requests;
  }

  public static ApacheUpload file(Target target) throws IOException {
    return new ApacheUpload(
        target,
        () ->
            with(
                new HttpPut(target.uri()),
                new FileEntity(target.content().toFile(), ContentType.APPLICATION_OCTET_STREAM)));
  }

  public static ApacheUpload stream(Target target) throws IOException {
    return new ApacheUpload(
        target,
        () ->
            with(
                new HttpPut(target.uri()),
                new InputStreamEntity(
                    new MemoryContent(target.length()),
                    target.length(),
                    ContentType.APPLICATION_OCTET_STREAM)));
  }

  /** A field and the file. */
  public static ApacheUpload form(Target target) throws IOException {
    return new ApacheUpload(
        target,
        () ->
            with(
                new HttpPost(target.uri()),
                MultipartEntityBuilder.create()
                    .addTextBody("title", "Wading birds")
                    .addBinaryBody("film", target.content().toFile())
                    .build()));
  }

  @Override
  public void call() throws IOException {
    client.execute(requests.get(), this::check);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static HttpUriRequestBase with(HttpUriRequestBase request, HttpEntity entity) {
    request.setEntity(entity);
    return request;
  }

  private boolean check(ClassicHttpResponse response) throws IOException, HttpException {
    Header contentType = response.getFirstHeader("content-type");
    String answer = EntityUtils.toString(response.getEntity());
    target.checkSent(
        response.getCode(), contentType == null ? null : contentType.getValue(), answer);
    return true;
  }
}
