package io.godwit.net;

import io.godwit.http.Grammar;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken: whose certificates are trusted, and whether they are checked at all. TLS 1.3
 * and 1.2 only; the server is asked for {@code http/1.1} (RFC 7301) and told the host's name (RFC
 * 6066 section 3).
 *
 * <pre>{@code
 * TlsSettings.standard();              // what the JDK trusts
 * TlsSettings.trusting(keyStore);      // these authorities and no other
 * TlsSettings.of(sslContext);          // a context from elsewhere, with client certificates, say
 * TlsSettings.insecure();              // whoever answers: for experiments
 * }</pre>
 *
 * <p>Immutable and safe to share. Two settings are equal when a connection made with one may serve
 * a request made with the other: same context, same checks. Connections of one context resume each
 * other's sessions.
 */
public final class TlsSettings {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};

  private static final TlsSettings STANDARD =
      new TlsSettings(new Object(), TlsSettings::standardContext, true);
  private static final TlsSettings INSECURE =
      new TlsSettings(new Object(), TlsSettings::insecureContext, false);

  /** What equal settings share: the context, or something in its place before it is made. */
  private final Object identity;

  private final ContextSource source;
  private final boolean verified;
  private final AtomicReference<@Nullable SSLContext> context = new AtomicReference<>();

  /** Makes a context, which takes a while and may fail: not before it is needed. */
  private interface ContextSource {
    SSLContext make() throws GeneralSecurityException;
  }

  private TlsSettings(Object identity, ContextSource source, boolean verified) {
    this.identity = identity;
    this.source = source;
    this.verified = verified;
  }

  /**
   * What the JDK trusts: its certificate authorities, or those of {@code javax.net.ssl.trustStore},
   * or the default context if the program has set one ({@link SSLContext#setDefault}). Looked up
   * when the first connection is made. The same settings each time.
   */
  public static TlsSettings standard() {
    return STANDARD;
  }

  /** Settings with a context from elsewhere. The host's name is checked nevertheless. */
  public static TlsSettings of(SSLContext context) {
    return new TlsSettings(context, () -> context, true);
  }

  /**
   * Trusts the certificates in a key store, and no other.
   *
   * @throws IllegalArgumentException when the key store holds none or cannot be used
   */
  public static TlsSettings trusting(KeyStore authorities) {
    try {
      return of(context(explained(authorities)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no trust store: " + e.getMessage(), e);
    }
  }

  /**
   * Checks nothing: anyone between here and the server can read and change everything. Says so in
   * the log when the first connection is made. The same settings each time.
   */
  public static TlsSettings insecure() {
    return INSECURE;
  }

  /** Whether the peer's certificate and name are checked. */
  public boolean verified() {
    return verified;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlsSettings that
        && identity == that.identity
        && verified == that.verified;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(identity) * 31 + Boolean.hashCode(verified);
  }

  @Override
  public String toString() {
    return verified ? "TLS" : "TLS without verification";
  }

  /**
   * The name that is sent, looked for in the certificate and remembered with the session: without
   * the brackets of an IPv6 literal, and without the dot at the end that some write, for a check of
   * {@code "host."} is not one of {@code "host"}.
   */
  static String peerName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * An engine for the client's end of a connection to that host.
   *
   * @throws SSLException when that is no host in ASCII, or there is no context to be had
   */
  SSLEngine clientEngine(String host, int port) throws SSLException {
    String name = peerName(host);
    boolean literal = CertificateNames.address(name) != null;
    if (!literal && !isHostName(name)) {
      // The JDK would map other characters, and not always to the host that was resolved.
      throw new SSLException("not a host name: " + Grammar.quoted(host));
    }
    SSLEngine engine = context().createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    if (!literal) {
      parameters.setServerNames(List.of(new ServerName(name)));
    }
    if (verified && name.indexOf('_') < 0) {
      // The JDK refuses names with an underscore, which the DNS has; our own check comes later.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** An engine for the server's end of a connection. */
  static SSLEngine serverEngine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine));
    return engine;
  }

  /** Labels of ASCII letters, digits and underscores, with hyphens inside. */
  private static boolean isHostName(String name) {
    char previous = '.';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean legal =
          switch (c) {
            case '.' -> previous != '.' && previous != '-';
            case '-' -> previous != '.';
            default -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
          };
      if (!legal) {
        return false;
      }
      previous = c;
    }
    return previous != '.' && previous != '-' && name.length() <= 253;
  }

  private SSLContext context() throws SSLException {
    SSLContext there = context.get();
    if (there != null) {
      return there;
    }
    try {
      SSLContext made = source.make();
      SSLContext first = context.compareAndExchange(null, made);
      return first == null ? made : first;
    } catch (GeneralSecurityException e) {
      throw new SSLException("no trust store: " + CertificateRefusal.cause(e), e);
    }
  }

  private static SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    Set<String> enabled = Set.of(engine.getEnabledProtocols()); // a context may allow fewer
    parameters.setProtocols(PROTOCOLS.stream().filter(enabled::contains).toArray(String[]::new));
    parameters.setApplicationProtocols(APPLICATION_PROTOCOLS.clone());
    return parameters;
  }

  private static SSLContext context(TrustManager trust)
      throws NoSuchAlgorithmException, KeyManagementException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return context;
  }

  /** The JDK's trust manager for these authorities, or for its own, with better messages. */
  private static X509ExtendedTrustManager explained(@Nullable KeyStore authorities)
      throws NoSuchAlgorithmException, KeyStoreException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager trust : factory.getTrustManagers()) {
      if (trust instanceof X509ExtendedTrustManager judge) {
        if (judge.getAcceptedIssuers().length == 0) {
          throw new KeyStoreException("the trust store holds no certificates");
        }
        return new TlsTrust.Explaining(judge);
      }
    }
    throw new KeyStoreException("this JDK has no X.509 trust manager");
  }

  private static SSLContext standardContext() throws GeneralSecurityException {
    SSLContext standard = SSLContext.getDefault();
    boolean untouched =
        standard.getProtocol().equals("Default")
            && System.getProperty("javax.net.ssl.keyStore") == null;
    return untouched ? context(explained(null)) : standard;
  }

  private static SSLContext insecureContext() throws GeneralSecurityException {
    System.getLogger(TlsSettings.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "TLS WITHOUT VERIFICATION: whoever answers is trusted, and can read and change"
                + " everything");
    return context(new TlsTrust.Everyone());
  }

  /** The name as it is sent (RFC 6066 section 3); the JDK's own type for it has no underscores. */
  private static final class ServerName extends SNIServerName {
    ServerName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
