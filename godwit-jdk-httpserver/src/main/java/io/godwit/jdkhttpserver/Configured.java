package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.godwit.net.ServerTls;
import io.godwit.net.TlsVersion;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What a configurator wants of TLS, in Godwit's terms. */
final class Configured extends HttpsParameters {
  private final HttpsConfigurator configurator;
  private final InetSocketAddress address;
  private @Nullable SSLParameters parameters;

  private Configured(HttpsConfigurator configurator, InetSocketAddress address) {
    this.configurator = configurator;
    this.address = address;
  }

  /**
   * Asks the configurator, for no client in particular.
   *
   * @throws UnsupportedOperationException when it wants what cannot be done
   */
  static ServerTls tls(HttpsConfigurator configurator, InetSocketAddress address) {
    Configured wanted = new Configured(configurator, address);
    configurator.configure(wanted);
    SSLContext context = configurator.getSSLContext();
    return ServerTls.builder()
        .context(() -> context)
        .clients(wanted.clients())
        .minimum(wanted.minimum(context))
        .build();
  }

  @Override
  public HttpsConfigurator getHttpsConfigurator() {
    return configurator;
  }

  /** That of the server: it is asked for all clients at once. */
  @Override
  public InetSocketAddress getClientAddress() {
    return address;
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    this.parameters = parameters;
  }

  @SuppressWarnings("deprecation") // who calls the old setters is to be heard as well
  private ServerTls.Clients clients() {
    SSLParameters set = parameters;
    if (getNeedClientAuth() || (set != null && set.getNeedClientAuth())) {
      return ServerTls.Clients.NEEDED;
    }
    return getWantClientAuth() || (set != null && set.getWantClientAuth())
        ? ServerTls.Clients.WANTED
        : ServerTls.Clients.IGNORED;
  }

  @SuppressWarnings("deprecation") // as above
  private TlsVersion minimum(SSLContext context) {
    SSLParameters set = parameters == null ? context.getDefaultSSLParameters() : parameters;
    SSLParameters usual = context.getDefaultSSLParameters();
    refuseUnusual(getCipherSuites(), usual.getCipherSuites());
    refuseUnusual(set.getCipherSuites(), usual.getCipherSuites());
    String[] protocols = getProtocols() == null ? set.getProtocols() : getProtocols();
    if (protocols == null || List.of(protocols).contains("TLSv1.2")) {
      return TlsVersion.TLS_1_2;
    }
    if (List.of(protocols).contains("TLSv1.3")) {
      return TlsVersion.TLS_1_3;
    }
    throw new UnsupportedOperationException(
        "TLS 1.2 and 1.3 are spoken here, not " + Arrays.toString(protocols));
  }

  private static void refuseUnusual(String @Nullable [] suites, String[] usual) {
    if (suites != null && !List.of(usual).equals(List.of(suites))) {
      throw new UnsupportedOperationException(
          "cipher suites cannot be chosen here; set jdk.tls.disabledAlgorithms instead");
    }
  }
}
