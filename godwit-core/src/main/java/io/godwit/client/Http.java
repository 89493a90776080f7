package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import java.nio.file.Path;

/**
 * One-liners for scripts and tests. They keep no state but idle connections: no cookies, no cache,
 * no credentials. For anything more, build an {@link HttpClient}.
 *
 * <pre>{@code
 * String page = Http.get("https://example.org/").text();
 * }</pre>
 *
 * <p>Safe between threads.
 */
public final class Http {
  private static final HttpClient CLIENT = HttpClient.builder().withoutCookies().build();

  private Http() {}

  /**
   * The response to a GET.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse get(String uri) throws HttpFailure {
    return CLIENT.get(uri).send();
  }

  /**
   * The response to a HEAD.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse head(String uri) throws HttpFailure {
    return CLIENT.head(uri).send();
  }

  /**
   * The response to a DELETE.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse delete(String uri) throws HttpFailure {
    return CLIENT.delete(uri).send();
  }

  /**
   * The response to a POST of a text.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse post(String uri, String text) throws HttpFailure {
    return CLIENT.post(uri).text(text).send();
  }

  /**
   * The response to a PUT of a text.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse put(String uri, String text) throws HttpFailure {
    return CLIENT.put(uri).text(text).send();
  }

  /**
   * The response to a PATCH of a text.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse patch(String uri, String text) throws HttpFailure {
    return CLIENT.patch(uri).text(text).send();
  }

  /**
   * The response to an OPTIONS.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse options(String uri) throws HttpFailure {
    return CLIENT.options(uri).send();
  }

  /**
   * The response to a POST of a file, which is not read into memory.
   *
   * @throws HttpFailure when there is none
   */
  public static BufferedResponse upload(String uri, Path file) throws HttpFailure {
    return CLIENT.post(uri).upload(file).send();
  }

  /**
   * A call that is more than that: with fields, a form, a receiver of its content.
   *
   * <pre>{@code
   * Http.call(Method.POST, url).form(Map.of("name", "ada")).send();
   * }</pre>
   *
   * @throws io.godwit.http.InvalidMessage when the method is CONNECT
   */
  public static CallBuilder call(Method method, String uri) {
    return CLIENT.call(method, uri);
  }
}
