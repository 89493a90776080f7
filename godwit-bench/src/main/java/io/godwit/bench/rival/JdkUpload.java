package io.godwit.bench.rival;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.WrittenForm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** {@link HttpClient#send} of {@code java.net.http} with a body. */
public final class JdkUpload implements Blocking {
  private final Target target;
  private final HttpClient client;
  private final HttpRequest request;

  private JdkUpload(Target target, HttpRequest request) throws IOException {
    this.target = target;
    this.client = JdkBlocking.client(target);
    this.request = request;
  }

  public static JdkUpload file(Target target) throws IOException {
    return new JdkUpload(
        target, request(target).PUT(BodyPublishers.ofFile(target.content())).build());
  }

  public static JdkUpload stream(Target target) throws IOException {
    var content = BodyPublishers.ofInputStream(() -> new MemoryContent(target.length()));
    return new JdkUpload(
        target,
        request(target).PUT(BodyPublishers.fromPublisher(content, target.length())).build());
  }

  /** A field and the file, wrapped by hand: it has no forms. */
  public static JdkUpload form(Target target) throws IOException {
    return new JdkUpload(
        target,
        request(target)
            .header("Content-Type", WrittenForm.CONTENT_TYPE)
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(WrittenForm.HEAD),
                    BodyPublishers.ofFile(target.content()),
                    BodyPublishers.ofString(WrittenForm.TAIL)))
            .build());
  }

  @Override
  public void call() throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    target.checkSent(response.statusCode(), JdkBlocking.contentType(response), response.body());
  }

  @Override
  public void close() {
    client.close();
  }

  private static HttpRequest.Builder request(Target target) {
    return HttpRequest.newBuilder(target.uri());
  }
}
