package io.godwit.net;

import io.godwit.http.Grammar;
import io.godwit.http.HttpFailure;
import io.godwit.http.idna.Idna;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken: whose certificates are trusted, and whether they are checked at all; which
 * certificate this end has; which keys are pinned. TLS 1.3 and 1.2 only; the server is asked for
 * {@code http/1.1} (RFC 7301) and told the host's name (RFC 6066 section 3).
 *
 * <pre>{@code
 * TlsSettings.standard();              // what the JDK trusts
 * TlsSettings.trusting(keyStore);      // these authorities and no other
 * TlsSettings.of(sslContext);          // a context from elsewhere
 * TlsSettings.insecure();              // whoever answers: for experiments
 * TlsSettings.builder().authorities(Path.of("company.pem")).certificate(Path.of("me.pem")).build();
 * }</pre>
 *
 * <p>Immutable and safe to share. Two settings are equal when a connection made with one may serve
 * a request made with the other: same authorities, same certificate, same checks. Connections of
 * one object resume each other's sessions, up to {@value #MOST_SESSIONS} that are remembered, and
 * those of no other.
 */
public final class TlsSettings {
  /**
   * A context of the JDK's remembers 20,480 sessions, each with its certificates: too many for a
   * client that goes from host to host.
   */
  static final int MOST_SESSIONS = 1_024;

  private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};

  private static final TlsSettings STANDARD = builder().build();
  private static final TlsSettings INSECURE = builder().verify(false).build();

  private final @Nullable SSLContext given;
  private final TlsAuthorities authorities;
  private final @Nullable TlsIdentity identity;
  private final boolean checksChain;
  private final boolean checksHost;
  private final TlsPins pins;
  private final @Nullable String serverName;
  private final TlsVersion minimum;

  /** Takes a while to make and may fail: not before it is needed. */
  private final AtomicReference<@Nullable Made> made = new AtomicReference<>();

  /** A context with the trust manager in it, unless that is unknown. */
  private record Made(SSLContext context, @Nullable X509ExtendedTrustManager judge) {}

  TlsSettings(
      TlsSettingsBuilder builder, TlsAuthorities authorities, @Nullable TlsIdentity identity) {
    this.given = builder.given;
    this.authorities = authorities;
    this.identity = identity;
    this.checksChain = builder.checksChain;
    this.checksHost = builder.checksHost;
    this.pins = builder.pins;
    this.serverName = builder.serverName;
    this.minimum = builder.minimum;
  }

  /** Settings that say more than the ones below. */
  public static TlsSettingsBuilder builder() {
    return new TlsSettingsBuilder();
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
    return builder().context(context).build();
  }

  /**
   * Trusts the certificates in a key store, and no other.
   *
   * @throws IllegalArgumentException when the key store holds none or cannot be used
   */
  public static TlsSettings trusting(KeyStore authorities) {
    return builder().authorities(authorities).build();
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
    return checksChain && checksHost;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TlsSettings that
            && given == that.given
            && checksChain == that.checksChain
            && checksHost == that.checksHost
            && minimum == that.minimum
            && Objects.equals(serverName, that.serverName)
            && pins.equals(that.pins)
            && authorities.equals(that.authorities)
            && Objects.equals(identity, that.identity));
  }

  // What tells settings apart nearly always: the rest takes long, and is asked for with each call.
  @Override
  public int hashCode() {
    int hash = System.identityHashCode(given) * 31 + Boolean.hashCode(verified());
    return (hash * 31 + Objects.hashCode(serverName)) * 31 + authorities.own().size();
  }

  /** What is unusual about them; no secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TLS");
    text.append(
        verified() ? "" : checksChain ? " without a check of hosts" : " without verification");
    text.append(minimum == TlsVersion.TLS_1_3 ? " 1.3 only" : "");
    text.append(identity == null ? "" : " with " + identity);
    text.append(serverName == null ? "" : " as " + serverName);
    return text.toString();
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

  /** The name that a server is asked for and that its certificate must have. */
  String identifies(String host) {
    return serverName == null ? peerName(host) : serverName;
  }

  /**
   * An engine for the client's end of a connection to that host.
   *
   * @throws SSLException when that is no host in ASCII, or there is no context to be had
   */
  SSLEngine clientEngine(String host, int port) throws SSLException {
    String name = identifies(host);
    if (!isPeerName(name)) {
      // The JDK would map other characters, and not always to the host that was resolved.
      throw new SSLException("not a host name: " + Grammar.quoted(host));
    }
    SSLEngine engine = made().context().createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine, minimum);
    if (parameters.getProtocols().length == 0) {
      throw new SSLException("the context does not speak " + minimum);
    }
    if (CertificateNames.address(name) == null) {
      parameters.setServerNames(List.of(new ServerName(name)));
    }
    if (checksHost && name.indexOf('_') < 0) {
      // The JDK refuses names with an underscore, which the DNS has; our own check comes later.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * Looks at whom the handshake was made with: the name, of which the JDK lets the common name be
   * one (see {@link CertificateNames}), and the pins.
   *
   * @throws HttpFailure.Tls when it is somebody else; the session is not resumed then
   */
  void check(String host, SSLSession session, TlsFailures failures) throws IOException {
    String name = identifies(host);
    Set<String> wanted = pins.of(List.of(peerName(host), name));
    if (!checksHost && wanted.isEmpty()) {
      return;
    }
    X509Certificate[] sent = certificates(session);
    if (checksHost && !CertificateNames.of(sent[0]).cover(name)) {
      session.invalidate();
      throw failures.wrongHost(sent[0]);
    }
    Set<String> seen =
        wanted.isEmpty() ? Set.of() : TlsPins.keys(sent, checksChain ? made().judge() : null);
    if (!wanted.isEmpty() && Collections.disjoint(wanted, seen)) {
      session.invalidate();
      throw failures.wrongKey(sent[0], wanted, seen);
    }
  }

  private static X509Certificate[] certificates(SSLSession session) throws SSLException {
    X509Certificate[] all =
        Arrays.stream(session.getPeerCertificates())
            .filter(X509Certificate.class::isInstance)
            .toArray(X509Certificate[]::new);
    if (all.length == 0) {
      throw new SSLException("the peer has shown no X.509 certificate");
    }
    return all;
  }

  /** Whom this end says it is; null when it has nothing to show. */
  @Nullable TlsIdentity identity() {
    return identity;
  }

  TlsVersion minimum() {
    return minimum;
  }

  /** An engine for the server's end of a connection. */
  static SSLEngine serverEngine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine, TlsVersion.TLS_1_2));
    return engine;
  }

  /**
   * The same of a host that a program names, which need not be in ASCII.
   *
   * @throws IllegalArgumentException when it is none
   */
  static String peerNameOf(String host) {
    boolean ascii = host.chars().allMatch(c -> c < 0x80);
    String name = peerName(ascii ? host : Idna.toAscii(host));
    if (!isPeerName(name)) {
      throw new IllegalArgumentException("not a host name: " + Grammar.quoted(host));
    }
    return name;
  }

  /** Whether that can be asked for and found in a certificate: a host name or an IP literal. */
  static boolean isPeerName(String name) {
    return CertificateNames.address(name) != null || isHostName(name);
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

  private Made made() throws SSLException {
    Made there = made.get();
    if (there != null) {
      return there;
    }
    try {
      Made now = make();
      Made first = made.compareAndExchange(null, now);
      return first == null ? now : first;
    } catch (GeneralSecurityException e) {
      throw new SSLException("no trust store: " + CertificateRefusal.cause(e), e);
    }
  }

  private Made make() throws GeneralSecurityException {
    if (!checksHost) {
      warn();
    }
    if (given != null) {
      return new Made(given, null);
    }
    if (!checksChain) {
      return context(new TlsTrust.Everyone());
    }
    boolean plain = identity == null && authorities.equals(TlsAuthorities.PLATFORM);
    SSLContext standard = plain ? SSLContext.getDefault() : null;
    boolean touched =
        standard != null
            && (!standard.getProtocol().equals("Default")
                || System.getProperty("javax.net.ssl.keyStore") != null);
    return standard != null && touched ? new Made(standard, null) : context(authorities.judge());
  }

  private void warn() {
    System.getLogger(TlsSettings.class.getName())
        .log(
            System.Logger.Level.WARNING,
            checksChain
                ? "TLS WITHOUT A CHECK OF HOSTS: whoever has a certificate of the authorities is"
                    + " trusted, and can read and change everything"
                : "TLS WITHOUT VERIFICATION: whoever answers is trusted, and can read and change"
                    + " everything");
  }

  static SSLParameters parameters(SSLEngine engine, TlsVersion minimum) {
    SSLParameters parameters = engine.getSSLParameters();
    Set<String> enabled = Set.of(engine.getEnabledProtocols()); // a context may allow fewer
    List<String> protocols = new ArrayList<>(2);
    for (TlsVersion version : List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)) {
      if (version.compareTo(minimum) >= 0 && enabled.contains(version.protocol())) {
        protocols.add(version.protocol());
      }
    }
    parameters.setProtocols(protocols.toArray(String[]::new));
    parameters.setApplicationProtocols(APPLICATION_PROTOCOLS.clone());
    return parameters;
  }

  private Made context(X509ExtendedTrustManager judge) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = identity == null ? null : new KeyManager[] {identity.presenting()};
    context.init(keys, new TrustManager[] {judge}, null);
    context.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
    return new Made(context, judge);
  }

  /** The name as it is sent (RFC 6066 section 3); the JDK's own type for it has no underscores. */
  private static final class ServerName extends SNIServerName {
    ServerName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
