package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.policy.proxy.Proxy;
import io.godwit.policy.proxy.ProxyRules;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which proxies; without these options it is what the environment says. */
final class Proxies implements OptionGroup {
  /** That of HTTP proxies where none is named, as curl has it. */
  private static final int PORT = 1080;

  private @Nullable String proxy;
  private @Nullable String login;
  private @Nullable String exceptions;
  private @Nullable Path authorities;
  private boolean asked;
  private boolean validate = true;

  /** Does its part of the client. */
  void addTo(HttpClientBuilder client) throws CommandFailure {
    if (proxy != null || exceptions != null || login != null) {
      client.proxies(rules());
    }
    if (authorities != null || !validate) {
      TlsSettingsBuilder tls = TlsSettings.builder().verify(validate);
      if (authorities != null && validate) {
        tls.authorities(authorities);
      }
      client.proxyTls(tls.build());
    }
  }

  private ProxyRules rules() throws CommandFailure {
    if (proxy == null) {
      if (login != null) {
        throw Option.wrong("--proxy-user needs -x: the environment's proxies have their own");
      }
      ProxyRules environment = ProxyRules.ofEnvironment(System.getenv());
      return exceptions == null ? environment : environment.except(exceptions);
    }
    if (proxy.isEmpty()) {
      return ProxyRules.none();
    }
    Proxy wanted = Proxy.of(withPort(proxy));
    if (login != null) {
      int colon = login.indexOf(':');
      wanted =
          wanted.withLogin(
              colon < 0 ? login : login.substring(0, colon),
              colon < 0 ? "" : login.substring(colon + 1));
    }
    ProxyRules rules = ProxyRules.of(asked ? wanted : wanted.preemptive(true));
    String except = exceptions == null ? System.getenv("no_proxy") : exceptions;
    return except == null ? rules : rules.except(except);
  }

  private static String withPort(String text) {
    String url = text.contains("://") ? text : "http://" + text;
    try {
      Uri uri = Uri.of(url);
      if (uri.scheme().equals("http") && uri.port() < 0) {
        return url.endsWith("/")
            ? url.substring(0, url.length() - 1) + ":" + PORT
            : url + ":" + PORT;
      }
    } catch (InvalidUri e) {
      return url; // what is wrong with it is said by who reads it
    }
    return url;
  }

  @Override
  public String heading() {
    return "Proxies";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "URL",
            "go by that proxy: http, https, socks4a or socks5; '' goes directly, whatever the"
                + " environment says",
            text -> proxy = text,
            "-x",
            "--proxy"),
        Option.value(
            "USER:PASSWORD", "a login for the proxy", text -> login = text, "-U", "--proxy-user"),
        Option.flag(
            "show the proxy that at once, which is usual", on -> asked = !on, "--proxy-basic"),
        Option.flag(
            "show it when the proxy asks, by Digest if it offers that",
            on -> asked = on,
            "--proxy-anyauth"),
        Option.value(
            "LIST",
            "go directly to these: hosts, .domains, networks such as 10.0.0.0/8, '*' for all",
            text -> exceptions = text,
            "--noproxy"),
        Option.value(
            "HOST[:PORT]",
            "go by that SOCKS 5 proxy, which looks names up",
            text -> proxy = "socks5://" + text,
            "--socks5-hostname"),
        Option.value(
            "HOST[:PORT]",
            "go by that SOCKS 4a proxy",
            text -> proxy = "socks4a://" + text,
            "--socks4a"),
        Option.value(
            "FILE",
            "trust these authorities for a proxy that is reached by TLS",
            text -> authorities = Option.path(text),
            "--proxy-cacert"),
        Option.flag("trust any such proxy", on -> validate = !on, "--proxy-insecure"));
  }
}
