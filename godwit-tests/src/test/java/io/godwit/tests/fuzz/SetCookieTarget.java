package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Cookie;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.StoredCookie;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Any lines as the Set-Cookie fields of a response. Options: where that came from, then how the
 * characters are written: Latin-1, UTF-8, or UTF-16 so that there are some that no field has.
 */
public final class SetCookieTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8, StandardCharsets.UTF_16BE);
  private static final List<Uri> PLACES =
      List.of(
          Uri.of("https://www.example.co.uk/a/b"),
          Uri.of("http://www.example.co.uk/a/b"),
          Uri.of("https://example.co.uk/"),
          Uri.of("http://other.co.uk/a/"),
          Uri.of("http://co.uk/"),
          Uri.of("http://www.example.co.uk./a/b"),
          Uri.of("http://127.0.0.1/a"),
          Uri.of("https://0.0.0.1/a/b"),
          Uri.of("http://[::1]/"),
          Uri.of("wss://localhost/a/bc"));

  private SetCookieTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Uri from = PLACES.get(input.option(PLACES.size()));
    Charset charset = CHARSETS.get(input.option(CHARSETS.size()));
    List<Cookie> cookies = new ArrayList<>();
    for (String field : new String(input.payload(), charset).split("\n", -1)) {
      Cookie.received(field)
          .ifPresent(
              cookie -> {
                checkWritten(cookie);
                cookies.add(cookie);
              });
    }
    CookieJar.Receipt receipt = CookieJar.empty().received(from, cookies, NOW);
    require(receipt.refused().size() <= cookies.size(), "more refused than there are");
    List<StoredCookie> kept = receipt.jar().cookies(NOW);
    require(kept.size() <= Math.min(50, cookies.size() - receipt.refused().size()), "too many");
    kept.forEach(cookie -> checkKept(cookie, from));
    for (Uri to : PLACES) {
      checkSent(receipt.jar(), to);
    }
    CookieFileTarget.checkRoundTrip(kept);
  }

  private static void checkWritten(Cookie cookie) {
    require(HeadRules.fieldText(cookie.text()), "a control character in " + cookie);
    require(Cookie.received(cookie.text()).filter(cookie::equals).isPresent(), "read as another");
    int length = cookie.name().length() + cookie.value().length();
    require(length > 0 && length <= 4096, length + " octets");
    String shown = cookie.toString();
    require(
        cookie.value().length() < 4 || shown.length() < cookie.text().length(), "shows its value");
  }

  /** What RFC 6265bis section 5.7 lets through, said once more. */
  private static void checkKept(StoredCookie cookie, Uri from) {
    String host = from.host();
    boolean secureOrigin = List.of("https", "wss").contains(from.scheme());
    require(secureOrigin || !cookie.secure(), "Secure in the clear");
    if (cookie.hostOnly()) {
      require(cookie.domain().equals(host), "bound to another host");
    } else {
      require(!from.hostIsLiteral(), "an address with hosts below it");
      require(("." + host).endsWith("." + cookie.domain()), "another domain");
      require(cookie.domain().contains("example"), "a public suffix");
    }
    String name = (cookie.name().isEmpty() ? cookie.value() : cookie.name());
    String prefix = name.toLowerCase(Locale.ROOT);
    if (prefix.startsWith("__host-")) {
      require(cookie.secure() && cookie.hostOnly() && cookie.path().equals("/"), "__Host-");
    }
    require(!prefix.startsWith("__secure-") || cookie.secure(), "__Secure-");
    require(cookie.expires().isEmpty() || cookie.expires().get().isAfter(NOW), "has ended");
  }

  private static void checkSent(CookieJar jar, Uri to) {
    CookieJar.Selection selection = jar.select(to, Method.GET, false, NOW);
    for (StoredCookie cookie : selection.cookies()) {
      boolean secure = to.scheme().equals("https") || to.scheme().equals("wss");
      require(secure || !cookie.secure(), "a Secure cookie in the clear");
      String path = cookie.path().endsWith("/") ? cookie.path() : cookie.path() + "/";
      require((to.path() + "/").startsWith(path), "a cookie of another path");
      require(
          cookie.domain().equals(to.host())
              || (!cookie.hostOnly() && to.host().endsWith("." + cookie.domain())),
          "a cookie of another host");
    }
    String field = selection.field();
    require(field.length() <= 8190, "a field of " + field.length());
    Headers sent = Headers.builder().latin1().add("Cookie", field).build();
    require(sent.value(0).length() <= field.length(), "a longer field");
  }
}
