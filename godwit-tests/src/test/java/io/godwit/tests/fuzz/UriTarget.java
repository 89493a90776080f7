package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.InvalidUri;
import io.godwit.http.RequestTarget;
import io.godwit.http.Uri;
import io.godwit.http.UriGrammar;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Any text as a URI, a reference or a request target. Options: what it is taken for, then how its
 * characters are written: UTF-8, Latin-1, or UTF-16 so that half surrogate pairs occur.
 */
public final class UriTarget {
  /** Longer texts show nothing that shorter ones do not, and try the regular expressions. */
  private static final int LONGEST = 1500;

  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE);
  private static final List<String> BASES =
      List.of("http://h", "https://u:p@h:8/a/b?q#f", "ftp://h", "file:///a", "ws://[::1]:1/a//b/");
  private static final List<String> HEADS =
      List.of("http://me:", "https://me:", "//me:", "http:me:", "http:/me:", "\\\\me:", "me:");

  private UriTarget() {}

  /** Fails if something other than the declared refusal comes out, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int what = input.option();
    Charset charset = CHARSETS.get(input.option(3));
    switch (what % 5) {
      case 0 -> checkReference(BASES.get(what / 5 % BASES.size()), text(input, charset));
      case 1 -> checkReference(input.line(), text(input, charset));
      case 2 -> checkTarget(what / 5 % 2 == 0 ? "GET" : "CONNECT", text(input, charset));
      case 3 -> checkSecrecy(HEADS.get(what / 5 % HEADS.size()), text(input, charset));
      default -> checkPair(input.line(), text(input, charset));
    }
  }

  private static String text(FuzzInput input, Charset charset) {
    String text = new String(input.payload(), charset);
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  private static Optional<Uri> parsed(String text) {
    try {
      return Optional.of(Uri.of(text));
    } catch (InvalidUri e) {
      checkRefusal(e);
      return Optional.empty();
    }
  }

  private static void checkRefusal(InvalidUri e) {
    require(e.index() >= 0 && e.index() <= e.input().length(), "a fault outside of the text");
    String.valueOf(e.getMessage())
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean shown =
                  type != Character.CONTROL
                      && type != Character.SURROGATE
                      && type != Character.FORMAT;
              require(shown, "a message with what cannot be seen");
            });
  }

  private static void checkReference(String baseText, String text) {
    Optional<Uri> read = parsed(text);
    read.ifPresent(uri -> checkCanonical(text, uri));
    Optional<Uri> base = parsed(baseText);
    if (base.isEmpty() || !base.get().absolute()) {
      return;
    }
    if (read.isEmpty()) {
      try {
        Uri uri = base.get().resolve(text);
        throw new AssertionError("resolved what is none: " + uri);
      } catch (InvalidUri e) {
        checkRefusal(e);
        return;
      }
    }
    Uri resolved = base.get().resolve(text);
    checkAbsolute(resolved);
    Uri expected = Uri.of(resolvedPlainly(base.get(), read.get()));
    require(resolved.equals(expected), resolved.text() + " and not " + expected.text());
    require(base.get().resolve(read.get().text()).equals(resolved), "another canonical reference");
  }

  private static String resolvedPlainly(Uri base, Uri reference) {
    PlainReference from = PlainReference.split(base.text());
    return from.resolve(PlainReference.split(reference.text())).toString();
  }

  private static void checkCanonical(String typed, Uri uri) {
    String query = uri.query().orElse(null);
    String plain = PlainReference.canonicalQuery(typed);
    require(Objects.equals(query, plain), "query " + query + " and not " + plain);
    require(Uri.of(uri.text()).equals(uri), "not its own canonical form: " + uri.text());
    require(Uri.of(uri.text()).text().equals(uri.text()), "not its own canonical form");
    require(composed(uri).equals(uri.text()), "composed as " + composed(uri));
    if (uri.absolute()) {
      checkAbsolute(uri);
    } else {
      require(UriGrammar.RELATIVE.matcher(uri.text()).matches(), "not a reference: " + uri.text());
    }
    require(uri.withoutFragment().fragment().isEmpty(), "a fragment");
    require(uri.withoutUserInfo().userInfo().isEmpty(), "user information");
    require(uri.withoutUserInfo().text().equals(withoutUserInfo(uri)), "more than that is gone");
  }

  private static void checkAbsolute(Uri uri) {
    require(uri.absolute(), "not absolute");
    require(UriGrammar.URI.matcher(uri.text()).matches(), "not a URI: " + uri.text());
    require(UriGrammar.ORIGIN_FORM.matcher(uri.target()).matches(), "target " + uri.target());
    require(PlainReference.withoutDots(uri.path()).equals(uri.path()), "dots in " + uri.path());
    require(uri.host().matches("[a-z0-9._:-]*"), "host " + uri.host());
    require(uri.host().equals(uri.origin().host()), "another host in the origin");
    require(uri.port() >= -1 && uri.port() <= 65535, "port " + uri.port());
    RequestTarget target = RequestTarget.parse("GET", uri.target());
    String path = uri.path().isEmpty() ? "/" : uri.path();
    require(target.equals(new RequestTarget.OriginForm(path, uri.query())), "another target");
    if (!uri.host().isEmpty() && uri.port() >= 0) {
      RequestTarget.AuthorityForm tunnel = new RequestTarget.AuthorityForm(uri.host(), uri.port());
      require(RequestTarget.parse("CONNECT", uri.hostAndPort()).equals(tunnel), "another tunnel");
    }
  }

  /** RFC 3986 section 5.3, from the accessors. */
  private static String composed(Uri uri) {
    boolean hasAuthority = uri.absolute() || !uri.authority().isEmpty();
    return (uri.absolute() ? uri.scheme() + ":" : "")
        + (hasAuthority ? "//" : "")
        + uri.userInfo().map(info -> info + "@").orElse("")
        + uri.authority()
        + uri.path()
        + uri.query().map(query -> "?" + query).orElse("")
        + uri.fragment().map(fragment -> "#" + fragment).orElse("");
  }

  private static String withoutUserInfo(Uri uri) {
    if (uri.userInfo().isEmpty()) {
      return uri.text();
    }
    int from = uri.text().indexOf("//") + 2;
    int to = from + uri.userInfo().get().length() + 1;
    return uri.text().substring(0, from) + uri.text().substring(to);
  }

  private static void checkTarget(String method, String raw) {
    try {
      switch (RequestTarget.parse(method, raw)) {
        case RequestTarget.OriginForm form -> {
          require(UriGrammar.ORIGIN_FORM.matcher(raw).matches(), "not an origin form");
          String again = form.path() + form.query().map(query -> "?" + query).orElse("");
          require(again.equals(raw), "another target: " + again);
        }
        case RequestTarget.AbsoluteForm form -> {
          require(UriGrammar.URI.matcher(raw).matches(), "not an absolute form");
          checkCanonical(raw, form.uri());
        }
        case RequestTarget.AuthorityForm form -> {
          require(!form.host().isEmpty(), "a tunnel to nowhere");
          require(form.port() >= 0 && form.port() <= 65535, "a tunnel to no port");
        }
        case RequestTarget.Asterisk _ -> throw new AssertionError("only OPTIONS has that");
      }
    } catch (InvalidUri e) {
      checkRefusal(e);
      boolean origin = method.equals("GET") && UriGrammar.ORIGIN_FORM.matcher(raw).matches();
      require(!origin, "refused an origin form");
    }
  }

  /** What stands where user information may stand is in no message and no toString. */
  private static void checkSecrecy(String head, String text) {
    int half = text.length() / 2;
    String password = "PASS" + text.substring(0, half).replaceAll("[PW]", "") + "WORD";
    String tail =
        text.substring(half).replaceAll("[@%PW]", ""); // holds neither word, nor ever will
    boolean read = false;
    String shown;
    try {
      shown = Uri.of(head + password + "@h" + tail).toString();
      read = true;
    } catch (InvalidUri e) {
      checkRefusal(e);
      shown = e.getMessage() + e.input();
    }
    require(!shown.contains("PASS"), "a password in " + shown);
    boolean ends = read && password.indexOf('@') >= 0; // the rest is a host and a path, rightly
    require(ends || !shown.contains("WORD"), "half a password in " + shown);
  }

  private static void checkPair(String typed, String value) {
    Optional<Uri> read = parsed(typed);
    if (read.isEmpty()) {
      return;
    }
    Uri uri = read.get();
    Uri more;
    try {
      more = uri.withQuery(value, value);
    } catch (InvalidUri e) {
      checkRefusal(e);
      return;
    }
    String query = more.query().orElse("");
    require(query.startsWith(uri.query().orElse("")), "the query before is lost");
    require(more.fragment().equals(uri.fragment()), "the fragment is lost");
    require(Uri.of(more.text()).equals(more), "not its own canonical form");
    String pair = query.substring(query.lastIndexOf('&') + 1);
    String name = pair.substring(0, pair.indexOf('='));
    require(pair.equals(name + "=" + name), "a pair of another name or value: " + pair);
    String decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
    require(decoded.equals(value), "decoded as " + decoded);
  }
}
