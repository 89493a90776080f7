package io.godwit.client;

import io.godwit.http.HttpFailure;

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
}
