package io.godwit.policy.cookie;

import io.godwit.http.Cookie;
import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar.Receipt;
import io.godwit.policy.cookie.CookieJar.Refused;
import io.godwit.policy.cookie.CookieJar.Selection;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call does with cookies: the jar it shares with others, if any, and what it sends by
 * itself. Immutable, but for what the jar's cell holds.
 *
 * <p>Cookies of the call itself go to the origin it begins with, and only until it leaves that for
 * another one. There they take the place of those of the same name in the jar; they never enter it.
 * A request that has a Cookie field already is left without those of the jar: who writes the field
 * means what it says. Where they belong is decided by the URI alone, never by a Host field.
 */
public final class CookiePolicy {
  private static final CookiePolicy NONE = new CookiePolicy(null, List.of(), null);

  private final @Nullable Cell<CookieJar> jar;
  private final List<Cookie> own;
  private final @Nullable Uri site;

  private CookiePolicy(@Nullable Cell<CookieJar> jar, List<Cookie> own, @Nullable Uri site) {
    this.jar = jar;
    this.own = own;
    this.site = site;
  }

  /** Keeps and sends none. */
  public static CookiePolicy none() {
    return NONE;
  }

  /** Keeps what servers set in that jar, and sends from it. */
  public static CookiePolicy sharing(Cell<CookieJar> jar) {
    return new CookiePolicy(jar, List.of(), null);
  }

  /** A copy without cookies of the call's own. */
  public CookiePolicy withoutOwn() {
    return new CookiePolicy(jar, List.of(), site);
  }

  /** A copy that sends that cookie as well, in place of one of its own with that name. */
  public CookiePolicy withOwn(Cookie cookie) {
    List<Cookie> all = new ArrayList<>(own);
    all.removeIf(other -> other.name().equals(cookie.name()));
    all.add(cookie);
    return new CookiePolicy(jar, List.copyOf(all), site);
  }

  /** A copy for calls that a page of that site asks for; without it, the user does. */
  public CookiePolicy withSite(Uri asking) {
    return new CookiePolicy(jar, own, asking);
  }

  /** What a call to that URI begins with. */
  public CookieContext begin(Uri uri) {
    return site == null || sameSite(site, uri) ? CookieContext.SAME_SITE : CookieContext.CROSS_SITE;
  }

  /** What it goes on with after a redirect. */
  public CookieContext redirected(CookieContext before, Uri from, Uri to) {
    if (from.origin().equals(to.origin())) {
      return before;
    }
    return new CookieContext(false, before.crossSite() || !sameSite(from, to));
  }

  /** The request with its cookies; the same one if it gets none. */
  public Request attach(Request request, CookieContext context, Now now) {
    List<Cookie> mine = context.home() ? own : List.of();
    boolean full = jar != null && !jar.value().isEmpty();
    if (mine.isEmpty() && !full) {
      return request; // the usual case: nothing is looked at
    }
    List<String> written = request.headers().all("Cookie");
    List<String> pairs = new ArrayList<>(written);
    if (written.isEmpty() && jar != null) {
      for (StoredCookie cookie : select(jar, request, context, now.wall())) {
        if (mine.stream().noneMatch(other -> other.name().equals(cookie.name()))) {
          pairs.add(CookieJar.pair(cookie));
        }
      }
    }
    mine.forEach(cookie -> pairs.add(cookie.name() + '=' + cookie.value()));
    if (pairs.size() == written.size()) {
      return request;
    }
    Headers.Builder headers = request.headers().toBuilder().latin1();
    return request.withHeaders(headers.set("Cookie", String.join("; ", pairs)).build());
  }

  /**
   * Keeps what the response sets.
   *
   * @param from the URI of the request
   * @return what there is to tell of it; empty when it sets none
   */
  public Optional<String> keep(Response response, Uri from, Now now) {
    if (jar == null || !response.headers().has("Set-Cookie")) {
      return Optional.empty();
    }
    List<Cookie> cookies = Cookie.received(response.headers());
    Instant wall = now.wall();
    // The function may run more than once; what the last run saw is what has happened.
    List<Refused> refused = new ArrayList<>();
    jar.update(
        before -> {
          Receipt receipt = before.received(from, cookies, wall);
          refused.clear();
          refused.addAll(receipt.refused());
          return receipt.jar();
        });
    return cookies.isEmpty() ? Optional.empty() : Optional.of(told(cookies.size(), refused));
  }

  private static List<StoredCookie> select(
      Cell<CookieJar> cell, Request request, CookieContext context, Instant now) {
    CookieJar jar = cell.value();
    Uri uri = request.uri();
    Selection selection = jar.select(uri, request.method(), context.crossSite(), now);
    if (selection.jar() != jar) {
      cell.update(present -> present.select(uri, request.method(), context.crossSite(), now).jar());
    }
    return selection.cookies();
  }

  private boolean sameSite(Uri one, Uri other) {
    return jar == null || jar.value().sameSite(one, other);
  }

  private static String told(int cookies, List<Refused> refused) {
    StringBuilder text = new StringBuilder("cookies set: ").append(cookies - refused.size());
    for (Refused cookie : refused) {
      text.append("; refused ").append(Grammar.quoted(cookie.name()));
      text.append(", because ").append(cookie.why().text());
    }
    return text.toString();
  }
}
