import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.net.TlsSettings;
import io.godwit.policy.proxy.Proxy;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Calls by real proxies. Arguments: the certificate of all servers, then the ports of 55-proxies.sh. */
final class ProxyCalls {
  private static String plain;
  private static String tls;
  private static HttpClient client;

  public static void main(String[] arguments) throws Exception {
    int[] ports = new int[arguments.length - 1];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = Integer.parseInt(arguments[i + 1]);
    }
    TlsSettings trusting = TlsSettings.trusting(trusted(Path.of(arguments[0])));
    plain = "http://127.0.0.1:" + ports[0] + "/";
    tls = "https://127.0.0.1:" + ports[1] + "/";
    try (HttpClient made = HttpClient.builder().tls(trusting).proxyTls(trusting).withoutProxy().build()) {
      client = made;
      both("squid", Proxy.of("http://127.0.0.1:" + ports[2]));
      both("squid with a login", Proxy.of("http://ada:s3cret@127.0.0.1:" + ports[3]));
      both("squid over TLS", Proxy.of("https://localhost:" + ports[4]));
      both("tinyproxy with a login", Proxy.of("http://ada:s3cret@127.0.0.1:" + ports[5]));
      both("microsocks", Proxy.of("socks5://127.0.0.1:" + ports[6]));
      both("microsocks with a login", Proxy.of("socks5h://ada:s3cret@127.0.0.1:" + ports[7]));
      names("squid looks the name up", "http://127.0.0.1:" + ports[2], ports);
      refusals(ports);
    }
  }

  private static void both(String what, Proxy proxy) throws Exception {
    for (int i = 0; i < 2; i++) {
      expect(what + ", in the clear", client.get(plain).proxy(proxy).send(), "origin http []");
      expect(what + ", by a tunnel", client.get(tls).proxy(proxy).send(), "origin https []");
    }
  }

  private static void names(String what, String proxy, int[] ports) throws Exception {
    expect(what, client.get("http://origin.test:" + ports[0] + "/").proxy(proxy).send(), "origin http []");
    expect(what, client.get("https://origin.test:" + ports[1] + "/").proxy(proxy).send(), "origin https []");
  }

  private static void refusals(int[] ports) throws Exception {
    String squid = "http://127.0.0.1:" + ports[2];
    String login = "127.0.0.1:" + ports[3];
    status("squid forbids", client.get("http://forbidden.test/").proxy(squid).send(), 403);
    refused("squid forbids a tunnel", "https://forbidden.test/", squid, 403);
    status("squid wants a login", client.get(plain).proxy("http://" + login).send(), 407);
    refused("squid wants a login for a tunnel", tls, "http://" + login, 407);
    refused("squid refuses a wrong login", tls, "http://ada:wrong@" + login, 407);
    fails("microsocks wants a login", tls, "socks5://127.0.0.1:" + ports[7]);
    fails("microsocks refuses a wrong login", tls, "socks5://ada:wrong@127.0.0.1:" + ports[7]);
    fails("microsocks cannot connect", "http://127.0.0.1:1/", "socks5://127.0.0.1:" + ports[6]);
  }

  private static void expect(String what, BufferedResponse response, String text) {
    require(what, response.status().code() == 200 && response.text().equals(text), response + " " + response.text());
  }

  private static void status(String what, BufferedResponse response, int code) {
    require(what, response.status().code() == code, response.toString());
  }

  private static void refused(String what, String uri, String proxy, int code) throws Exception {
    HttpFailure.Proxy failure = fails(what, uri, proxy);
    int seen = failure.response().orElseThrow().status().code();
    require(what, seen == code, "status " + seen);
  }

  private static HttpFailure.Proxy fails(String what, String uri, String proxy) throws Exception {
    try {
      throw new IllegalStateException(what + ": no failure but " + client.get(uri).proxy(proxy).send());
    } catch (HttpFailure.Proxy failure) {
      require(what, !failure.getMessage().contains("wrong"), "a password in " + failure.getMessage());
      System.out.println(what + ": " + failure.getMessage());
      return failure;
    }
  }

  private static void require(String what, boolean good, String seen) {
    if (!good) {
      throw new IllegalStateException(what + ": " + seen);
    }
    System.out.println(what + ": as expected");
  }

  private static KeyStore trusted(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry("all", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    return store;
  }
}
