package io.godwit.net;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a server speaks TLS: which certificates it has, and what it wants of its clients. TLS 1.3 and
 * 1.2 only, HTTP/1.1 by ALPN (RFC 7301), no renegotiation.
 *
 * <pre>{@code
 * ServerTls tls = ServerTls.of(Path.of("fullchain.pem"), Path.of("privkey.pem"));
 * HttpServer server = HttpServer.builder()
 *     .handler(request -> Response.text("hello"))
 *     .port(8443, tls)
 *     .start();
 * tls.reload();                     // after the files were renewed
 * }</pre>
 *
 * <p>With several certificates each client gets the first that is for the host it asks for (SNI);
 * who asks for none, or another, gets the first of all. Thread-safe.
 */
public final class ServerTls {
  /** Whether clients have to show certificates of their own. */
  public enum Clients {
    /** They are not asked. */
    IGNORED,
    /** They are asked, and may have none; one that is not trusted ends the handshake. */
    WANTED,
    /** Without a trusted one there is no connection. */
    NEEDED
  }

  private final Builder how;
  private volatile SSLContext context;

  private ServerTls(Builder how) {
    this.how = how;
    this.context = how.context();
  }

  /**
   * With one certificate.
   *
   * @param chain a PEM file: the certificate first, then those that lead to an authority
   * @param key a PEM file with its private key; may be the same file
   * @throws IllegalArgumentException when they cannot be read or do not belong together
   */
  public static ServerTls of(Path chain, Path key) {
    return builder().certificate(chain, key).build();
  }

  /** With a context from elsewhere, and its certificates. */
  public static ServerTls of(SSLContext context) {
    return builder().context(() -> context).build();
  }

  /** Settings that say more. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads all files again, and asks for a new context where that is given by a supplier. What
   * begins from here on uses the new ones; connections that are there already go on, and sessions
   * from before are not resumed.
   *
   * @throws IllegalArgumentException when something cannot be read or does not fit together; then
   *     nothing has changed
   */
  public void reload() {
    context = how.context();
  }

  /** The host that the client of that session has asked for (SNI), in lower case. */
  public static Optional<String> requestedHost(SSLSession session) {
    return ServerIdentities.requested(session);
  }

  /** An engine for one connection. */
  SSLEngine engine() throws SSLException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = TlsSettings.parameters(engine, how.minimum);
    if (parameters.getProtocols().length == 0) {
      throw new SSLException("the context does not speak " + how.minimum);
    }
    switch (how.clients()) {
      case IGNORED -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case NEEDED -> parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public String toString() {
    return "TLS of a server, clients' certificates " + how.clients();
  }

  /** Says how a server speaks TLS. For one thread. */
  public static final class Builder {
    private final List<Supplier<List<TlsIdentity>>> identities = new ArrayList<>();
    private final List<Supplier<? extends Collection<X509Certificate>>> authorities =
        new ArrayList<>();
    private @Nullable Supplier<SSLContext> given;
    private @Nullable Clients clients;
    private TlsVersion minimum = TlsVersion.TLS_1_2;

    private Builder() {}

    private Builder(Builder from) {
      identities.addAll(from.identities);
      authorities.addAll(from.authorities);
      given = from.given;
      clients = from.clients;
      minimum = from.minimum;
    }

    /**
     * Adds a certificate.
     *
     * @param chain a PEM file: the certificate first, then those that lead to an authority
     * @param key a PEM file with its private key in any form that {@link
     *     TlsSettingsBuilder#certificate(Path, Path)} reads, not encrypted; may be the same file
     */
    public Builder certificate(Path chain, Path key) {
      return certificate(chain, key, null);
    }

    /** As {@link #certificate(Path, Path)}, with a key that is encrypted by that password. */
    public Builder certificate(Path chain, Path key, @Nullable String password) {
      Objects.requireNonNull(chain);
      Objects.requireNonNull(key);
      identities.add(
          () -> {
            String chainPem = CertificateFiles.text(chain);
            String keyPem = CertificateFiles.text(key);
            try {
              return List.of(TlsIdentity.of(chainPem, keyPem, password));
            } catch (IllegalArgumentException e) {
              String where = chain.equals(key) ? chain.toString() : chain + " and " + key;
              throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
            }
          });
      return this;
    }

    /** Adds a certificate from two PEM texts, which may be the same. */
    public Builder certificatePem(String chain, String key) {
      TlsIdentity identity = TlsIdentity.of(chain, key, null);
      identities.add(() -> List.of(identity));
      return this;
    }

    /**
     * Adds all private keys of a file of the format PKCS #12 or JKS, with their certificates; the
     * file's password is that of the keys, too.
     */
    public Builder keyStore(Path file, String password) {
      Objects.requireNonNull(file);
      Objects.requireNonNull(password);
      identities.add(
          () -> {
            KeyStore store = CertificateFiles.keyStore(file, password);
            try {
              return TlsIdentity.all(store, password);
            } catch (IllegalArgumentException e) {
              throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
          });
      return this;
    }

    /**
     * Uses a context from elsewhere, which has certificates and trusted authorities of its own, so
     * that none can be named here. The supplier is asked once, and again by {@link #reload}.
     */
    public Builder context(Supplier<SSLContext> context) {
      given = Objects.requireNonNull(context);
      return this;
    }

    /**
     * Trusts clients whose certificates come from these authorities, and from no other: a PEM file,
     * or a folder of them. Clients then need one unless {@link #clients} says otherwise.
     */
    public Builder clientAuthorities(Path fileOrFolder) {
      Objects.requireNonNull(fileOrFolder);
      authorities.add(() -> CertificateFiles.certificates(fileOrFolder));
      return this;
    }

    /** As {@link #clientAuthorities(Path)}, from a key store. */
    public Builder clientAuthorities(KeyStore store) {
      Set<X509Certificate> trusted = CertificateFiles.trusted(store);
      authorities.add(() -> trusted);
      return this;
    }

    /** Whether clients have to show a certificate. */
    public Builder clients(Clients clients) {
      this.clients = Objects.requireNonNull(clients);
      return this;
    }

    /** Speaks no older version; TLS 1.2 by default. */
    public Builder minimum(TlsVersion version) {
      minimum = Objects.requireNonNull(version);
      return this;
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException when one cannot be read, or a key is not that of its
     *     certificate; when there is no certificate at all; when clients are asked for certificates
     *     and nobody is trusted; when there is a context from elsewhere and something that only a
     *     context can have
     */
    public ServerTls build() {
      return new ServerTls(new Builder(this));
    }

    private Clients clients() {
      if (clients != null) {
        return clients;
      }
      return authorities.isEmpty() ? Clients.IGNORED : Clients.NEEDED;
    }

    private SSLContext context() {
      if (given != null) {
        if (!identities.isEmpty() || !authorities.isEmpty()) {
          throw new IllegalArgumentException(
              "a context from elsewhere has its own authorities and certificates");
        }
        return Objects.requireNonNull(given.get(), "no context");
      }
      if (clients() != Clients.IGNORED && authorities.isEmpty()) {
        // The JDK's own list would let in everybody who has bought a certificate somewhere.
        throw new IllegalArgumentException("no authority of clients is trusted");
      }
      return made();
    }

    private SSLContext made() {
      List<TlsIdentity> all = new ArrayList<>();
      identities.forEach(source -> all.addAll(source.get()));
      if (all.isEmpty()) {
        throw new IllegalArgumentException("a server needs a certificate");
      }
      Set<X509Certificate> trusted = new LinkedHashSet<>();
      authorities.forEach(source -> trusted.addAll(source.get()));
      try {
        SSLContext made = SSLContext.getInstance("TLS");
        TrustManager[] trust =
            trusted.isEmpty()
                ? new TrustManager[0]
                : new TrustManager[] {new TlsAuthorities(false, trusted).judge()};
        made.init(new KeyManager[] {new ServerIdentities(all)}, trust, null);
        return made;
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(
            "no TLS with these certificates: " + CertificateRefusal.cause(e), e);
      }
    }
  }
}
