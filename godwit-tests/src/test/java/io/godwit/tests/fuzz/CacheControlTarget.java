package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.policy.cache.CacheAnswer;
import io.godwit.policy.cache.CacheControl;
import io.godwit.policy.cache.CacheLook;
import io.godwit.policy.cache.CacheQuestion;
import io.godwit.policy.cache.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a response says to a cache. The payload is field lines of the response; the first line of it
 * are those of the request, divided by a tilde. Options: the status, then how much later the next
 * request comes.
 */
public final class CacheControlTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Uri URI = Uri.of("http://a.example/page");
  private static final int MOST_FIELDS = 40;

  private CacheControlTarget() {}

  /** Fails if anything escapes, or what must not be stored is stored, or served. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int status = List.of(200, 404, 302, 206, 304, 500).get(input.option(6));
    long later = 1L << input.option(33);
    Request request =
        Request.of(Method.GET, URI).withHeaders(fields(List.of(input.line().split("~"))));
    Headers.Builder headers = Headers.builder().latin1();
    for (int i = 0; i < MOST_FIELDS && input.hasPayload(); i++) {
      add(headers, input.line());
    }
    check(CacheControl.of(headers.build()));
    check(CacheControl.ofRequest(request.headers()));
    Response response = Response.of(Status.of(status)).withHeaders(headers.build());
    if (CacheLook.of(request, List.of(), NOW) instanceof CacheLook.Ask(CacheQuestion question)) {
      require(!question.conditional(), "conditions without anything stored");
      if (question.answered(response, NOW, NOW) instanceof CacheAnswer.Store store) {
        stored(request, response, store.entry().stored("1", 3), NOW.plusSeconds(later));
      }
    }
  }

  private static void stored(
      Request request, Response response, StoredResponse entry, Instant later) {
    String text = entry.headers().combined("Cache-Control").orElse("").toLowerCase(Locale.ROOT);
    CacheControl control = CacheControl.of(entry.headers());
    require(!control.noStore() || control.mustUnderstand(), "stored against its will: " + text);
    boolean refusing = text.equals("no-store") || text.startsWith("no-store,");
    require(!refusing || text.contains("must-understand"), "stored against its will: " + text);
    require(response.status().code() != 206, "stored a part");
    require(!entry.headers().has("Connection"), "a field of the connection");
    switch (CacheLook.of(request, List.of(entry), later)) {
      case CacheLook.Serve serve -> {
        require(!control.noCache(), "served without asking");
        Headers served = serve.response().headers();
        require(served.all("Age").size() == 1, "no age, or several");
        boolean stale = serve.status().ttl().orElse(0) <= 0;
        require(!stale || !control.mustRevalidate(), "served stale against its will");
        serve.refresh().ifPresent(question -> asked(question, later));
      }
      case CacheLook.Ask ask -> asked(ask.question(), later);
      case CacheLook.Unsatisfiable _ ->
          require(CacheControl.of(request.headers()).onlyIfCached(), "504 out of nothing");
    }
  }

  private static void asked(CacheQuestion question, Instant later) {
    Response confirmed = Response.of(304);
    require(question.answered(confirmed, later, later).response() != null, "no answer");
    Response failed = Response.of(503);
    require(question.answered(failed, later, later).response() != null, "no answer");
    question
        .failed(later)
        .ifPresent(
            stale ->
                require(
                    !CacheControl.of(stale.stored().headers()).mustRevalidate(),
                    "served stale against its will"));
  }

  private static void check(CacheControl control) {
    for (OptionalLong seconds :
        List.of(
            control.maxAge(),
            control.maxStale(),
            control.minFresh(),
            control.staleIfError(),
            control.staleWhileRevalidate())) {
      require(seconds.orElse(0) >= 0, "a negative time");
      require(seconds.orElse(0) <= CacheControl.LONGEST, "a time beyond counting");
    }
    require(control.names().size() <= 64, "a flood");
    control.names().forEach(name -> require(control.has(name), "not there: " + name));
  }

  private static Headers fields(List<String> lines) {
    Headers.Builder headers = Headers.builder().latin1();
    lines.stream().limit(MOST_FIELDS).forEach(line -> add(headers, line));
    return headers.build();
  }

  private static void add(Headers.Builder headers, String line) {
    int colon = Math.max(0, line.indexOf(':'));
    try {
      headers.add(line.substring(0, colon), line.substring(Math.min(line.length(), colon + 1)));
    } catch (InvalidMessage e) {
      // no field, so nobody could have received it
    }
  }
}
