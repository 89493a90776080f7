package io.godwit.policy.cache;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests and stored responses as tables write them: fields divided by a tilde, {@code {-60}} for
 * the date a minute ago.
 */
final class Scene {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Uri PAGE = Uri.of("http://a.example/page?q");
  private static final Pattern DATE = Pattern.compile("\\{([-+]?\\d+)}");

  private Scene() {}

  static Instant at(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  static Headers fields(String text) {
    Headers.Builder headers = Headers.builder().latin1();
    for (String line : text == null ? new String[0] : text.split("~")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon).strip(), dated(line.substring(colon + 1).strip()));
      }
    }
    return headers.build();
  }

  private static String dated(String value) {
    Matcher dates = DATE.matcher(value);
    return dates.replaceAll(date -> HttpDate.format(at(Long.parseLong(date.group(1)))));
  }

  static Request get(String fields) {
    return request(Method.GET, fields);
  }

  static Request request(Method method, String fields) {
    return Request.of(method, PAGE).withHeaders(fields(fields));
  }

  static Response response(int status, String fields) {
    return Response.of(Status.of(status)).withHeaders(fields(fields));
  }

  /** Stored under the page's key, asked for and answered at once, so many seconds from now. */
  static StoredResponse stored(String id, long seconds, String requestFields, String fields) {
    Headers request = fields(requestFields);
    return new StoredResponse(
        id,
        CacheKey.of(get("")).orElseThrow(),
        Selection.of(request, fields(fields)).orElseThrow(),
        response(200, fields),
        at(seconds),
        at(seconds),
        0);
  }

  static StoredResponse stored(long seconds, String fields) {
    return stored("one", seconds, "", fields);
  }

  static CacheLook look(String request, StoredResponse... variants) {
    return CacheLook.of(get(request), List.of(variants), NOW);
  }

  /** The question that is asked when something is not to be had from the cache. */
  static CacheQuestion question(Request request, StoredResponse... variants) {
    CacheLook look = CacheLook.of(request, List.of(variants), NOW);
    if (look instanceof CacheLook.Ask ask) {
      return ask.question();
    }
    throw new AssertionError("nothing is asked: " + look);
  }

  static CacheAnswer answer(CacheQuestion question, int status, String fields) {
    return question.answered(response(status, fields), NOW, NOW);
  }
}
