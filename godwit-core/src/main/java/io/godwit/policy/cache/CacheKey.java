package io.godwit.policy.cache;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import java.util.List;
import java.util.Optional;

/**
 * What responses are stored under (RFC 9111 section 2): the target URI, and for QUERY what was
 * asked. HEAD shares the key of GET. Immutable.
 *
 * @param uri without fragment and user information
 * @param content a fingerprint of the content of a QUERY; empty for GET
 */
public record CacheKey(Uri uri, String content) {
  /** What says how the content of a QUERY is to be read (RFC 10008). */
  private static final List<String> CONTENT_FIELDS =
      List.of("Content-Type", "Content-Encoding", "Content-Language");

  /**
   * The key of a request; empty when a cache has no business with it: another method, a GET with
   * content, a QUERY whose content is not held in memory.
   */
  public static Optional<CacheKey> of(Request request) {
    Body body = request.body();
    return switch (request.method().name()) {
      case "GET", "HEAD" ->
          body.isEmpty() ? Optional.of(new CacheKey(plain(request.uri()), "")) : Optional.empty();
      case "QUERY" ->
          body instanceof Body.Bytes bytes
              ? Optional.of(new CacheKey(plain(request.uri()), content(request.headers(), bytes)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The URI as keys have it. */
  public static Uri plain(Uri uri) {
    return uri.withoutFragment().withoutUserInfo();
  }

  /** The method that a stored response answers. */
  public Method method() {
    return content.isEmpty() ? Method.GET : Method.QUERY;
  }

  private static String content(Headers headers, Body.Bytes body) {
    Fingerprint fingerprint = Fingerprint.begin();
    for (String name : CONTENT_FIELDS) {
      fingerprint.add(headers.combined(name).orElse(""));
    }
    return fingerprint.add(body.content()).text();
  }
}
