package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.redirect.RedirectPolicy;
import io.godwit.policy.redirect.RedirectStep;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Where a redirect leads. Options: method, status, what was asked, the policy; the payload is the
 * value of the Location field.
 */
public final class LocationTarget {
  private static final List<Method> METHODS =
      List.of(Method.GET, Method.HEAD, Method.POST, Method.PUT, Method.QUERY, Method.of("ODD"));
  private static final List<Integer> STATUSES =
      List.of(302, 300, 301, 303, 304, 305, 307, 308, 200, 404, 399, 599);
  private static final List<String> ASKED =
      List.of(
          "http://a.example/x/y?q",
          "https://a.example/",
          "https://u:p@a.example:8443/x",
          "http://[::1]:81/",
          "http://127.0.0.1/");
  private static final Headers FIELDS =
      Headers.builder()
          .secret("X-Mine")
          .addAll(
              Headers.of(
                  "Authorization", "s3cret",
                  "cookie", "s3cret",
                  "X-Mine", "s3cret",
                  "Content-Type", "text/plain",
                  "X-Open", "o"))
          .build();

  private LocationTarget() {}

  /** Fails if anything is thrown, or a request leaves that must not. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Method method = METHODS.get(input.option(METHODS.size()));
    int status = STATUSES.get(input.option(STATUSES.size()));
    Uri asked = Uri.of(ASKED.get(input.option(ASKED.size())));
    boolean gone = input.option(2) == 1;
    RedirectPolicy policy = RedirectPolicy.standard();
    Response response;
    try {
      String location = new String(input.payload(), StandardCharsets.ISO_8859_1);
      response =
          Response.of(status)
              .withHeaders(Headers.builder().latin1().add("Location", location).build());
    } catch (InvalidMessage e) {
      return; // no field may have such a value
    }
    Request request =
        Request.of(method, asked).withHeaders(FIELDS).withBody(Body.bytes(new byte[] {1}));
    switch (policy.after(request, response, 0, gone)) {
      case RedirectStep.Stay _ ->
          require(status < 300 || status > 308 || status == 304 || status == 305, "stays");
      case RedirectStep.Exhausted _ -> throw new AssertionError("none was followed yet");
      case RedirectStep.Refuse(String reason) -> require(!reason.contains("s3cret"), "a secret");
      case RedirectStep.Follow(Request next, List<String> dropped) ->
          check(request, next, dropped, status, gone);
    }
  }

  private static void check(
      Request request, Request next, List<String> dropped, int status, boolean gone) {
    Uri to = next.uri();
    URI plain = URI.create(to.text());
    String host = plain.getHost() == null ? plain.getAuthority() : plain.getHost();
    require(plain.getScheme().equals("http") || plain.getScheme().equals("https"), "scheme");
    require(plain.getRawUserInfo() == null && plain.getRawFragment() == null, "kept: " + plain);
    require(!request.uri().scheme().equals("https") || to.scheme().equals("https"), "downgrade");
    require(next.headers().all("Host").equals(List.of(to.authority())), "Host");
    require(to.authority().toLowerCase(Locale.ROOT).startsWith(host), "host: " + plain);
    require(to.target().chars().allMatch(c -> c > ' ' && c < 0x7F), "target: " + to.target());
    boolean same = to.origin().equals(request.uri().origin());
    require(next.headers().has("Cookie") == same, "a secret to " + to);
    require(next.headers().has("Authorization") == same, "a secret to " + to);
    require(next.headers().has("X-Mine") == same, "a secret to " + to);
    require(dropped.isEmpty() == same && next.headers().has("X-Open"), "dropped: " + dropped);
    boolean kept = next.method().equals(request.method());
    require(kept || (next.method().equals(Method.GET) && status <= 303), "method");
    require(kept ? !gone : next.body().isEmpty(), "content");
    require(next.headers().has("Content-Type") == kept, "what describes content");
  }
}
