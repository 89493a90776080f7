package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyExceptions;
import io.godwit.policy.proxy.ProxyRules;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What people write about proxies. The first option tells which: the URL of one, with a password
 * put in front of its host, or the variables of an environment and a URI on the line before.
 * Nothing but the declared refusal escapes, no text shows the password, and what cannot be
 * understood is never a direct connection.
 */
public final class ProxyTarget {
  private static final int LONGEST = 2000;

  private ProxyTarget() {}

  /** Fails if something other than the declared refusal comes out, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    if (input.option(2) == 0) {
      String line = input.line();
      checkUrl(line);
      checkUrl("http://ada:PASSWORD@" + line);
      checkUrl("socks5://ada:PASSWORD@" + line);
    } else {
      String uri = input.line();
      String text = new String(input.payload(), StandardCharsets.UTF_8);
      checkExceptions(uri, text.substring(0, Math.min(text.length(), LONGEST)));
    }
  }

  private static void checkUrl(String url) {
    try {
      Proxy proxy = Proxy.of(url);
      assertThat(proxy.port()).isBetween(1, 65535);
      assertThat(proxy.host()).isNotEmpty();
      assertThat(Proxy.of(proxy.toString()).toString()).isEqualTo(proxy.toString());
      assertThat(proxy.toString()).doesNotContain("PASSWORD", "@");
      checkEnvironment(url, true);
    } catch (IllegalArgumentException e) {
      assertThat(String.valueOf(e.getMessage())).doesNotContain("PASSWORD@");
      checkEnvironment(url, false);
    }
  }

  private static void checkEnvironment(String url, boolean understood) {
    if (url.isBlank()) {
      return; // not there
    }
    ProxyRules rules = ProxyRules.ofEnvironment(Map.of("all_proxy", url));
    try {
      assertThat(rules.proxyFor(Uri.of("https://a.example/"))).isPresent();
      assertThat(understood).isTrue();
    } catch (HttpFailure.Proxy e) {
      assertThat(understood).isFalse();
      assertThat(e.getMessage()).doesNotContain("PASSWORD@");
    }
  }

  private static void checkExceptions(String text, String list) {
    Uri uri;
    try {
      uri = Uri.of(text);
    } catch (InvalidUri e) {
      return;
    }
    if (!uri.absolute() || uri.host().isEmpty()) {
      return;
    }
    boolean direct = ProxyExceptions.of(list).contains(uri);
    assertThat(ProxyExceptions.of(list + ", " + list).contains(uri)).isEqualTo(direct);
    assertThat(ProxyExceptions.of(list + ",*").contains(uri)).isTrue();
    assertThat(ProxyExceptions.of(uri.host()).contains(uri)).isTrue();
    if (!direct) {
      assertThat(ProxyExceptions.of("*." + uri.host() + " no." + uri.host()).contains(uri))
          .isFalse();
    }
  }
}
