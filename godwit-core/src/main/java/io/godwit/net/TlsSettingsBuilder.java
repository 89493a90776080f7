package io.godwit.net;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes how TLS is spoken; made by {@link TlsSettings#builder}. Files are read by {@link
 * #build} or before, and what cannot be read or does not fit together is refused then, with an
 * {@link IllegalArgumentException} that names the file and shows no secret.
 *
 * <pre>{@code
 * TlsSettings.builder()
 *     .authorities(Path.of("company.pem"))                       // and no others
 *     .certificate(Path.of("client.pem"), Path.of("client.key")) // for servers that ask for one
 *     .pin("*.example.org", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
 *     .minimum(TlsVersion.TLS_1_3)
 *     .build();
 * }</pre>
 *
 * <p>For one thread. What is not said is as in {@link TlsSettings#standard}.
 */
public final class TlsSettingsBuilder {
  private final Set<X509Certificate> authorities = new LinkedHashSet<>();
  private boolean platformToo;
  @Nullable SSLContext given;
  private @Nullable String chainPem;
  private @Nullable String keyPem;
  private @Nullable String keyPassword;
  private @Nullable KeyStore keyStore;
  private @Nullable String where;
  boolean checksChain = true;
  boolean checksHost = true;
  TlsPins pins = TlsPins.NONE;
  @Nullable String serverName;
  TlsVersion minimum = TlsVersion.TLS_1_2;

  TlsSettingsBuilder() {}

  /**
   * Trusts the certificates in a file, PEM or a single one in DER, or in all files of a folder that
   * are named {@code *.pem}, {@code *.crt} or by a hash as OpenSSL does ({@code 5ad8a5d6.0}); the
   * JDK's own no more, unless {@link #platformAuthorities} says so. May be called repeatedly.
   *
   * @throws IllegalArgumentException when there is none, or it cannot be read
   */
  public TlsSettingsBuilder authorities(Path fileOrFolder) {
    authorities.addAll(CertificateFiles.certificates(fileOrFolder));
    return this;
  }

  /** Trusts the certificates in a PEM text, otherwise like {@link #authorities(Path)}. */
  public TlsSettingsBuilder authoritiesPem(String pem) {
    if (!authorities.addAll(CertificateFiles.certificates(pem)) && authorities.isEmpty()) {
      throw new IllegalArgumentException("the PEM text holds no certificate");
    }
    return this;
  }

  /** Trusts the certificates in a key store, otherwise like {@link #authorities(Path)}. */
  public TlsSettingsBuilder authorities(KeyStore store) {
    authorities.addAll(CertificateFiles.trusted(store));
    return this;
  }

  /**
   * Trusts the certificates in a key store of the format PKCS #12 or JKS, otherwise like {@link
   * #authorities(Path)}.
   */
  public TlsSettingsBuilder trustStore(Path file, String password) {
    return authorities(CertificateFiles.keyStore(file, password));
  }

  /** Trusts what the JDK does as well, beside the authorities that are named here. */
  public TlsSettingsBuilder platformAuthorities() {
    platformToo = true;
    return this;
  }

  /**
   * Uses a context from elsewhere, which has authorities and client certificates of its own, so
   * that none can be named here. Pins are then compared with the server's own key alone, because a
   * context does not say what path it has found.
   */
  public TlsSettingsBuilder context(SSLContext context) {
    given = Objects.requireNonNull(context, "context");
    return this;
  }

  /**
   * Shows a certificate to servers that ask for one.
   *
   * @param chain a PEM file: the certificate first, then those that lead to an authority
   * @param key a PEM file with its private key: PKCS #8, plain or encrypted, or as OpenSSL wrote it
   *     earlier ({@code BEGIN RSA PRIVATE KEY}, {@code BEGIN EC PRIVATE KEY}). May be the same
   *     file.
   * @throws IllegalArgumentException when one of them cannot be read
   */
  public TlsSettingsBuilder certificate(Path chain, Path key) {
    certificatePem(CertificateFiles.text(chain), CertificateFiles.text(key));
    where = chain.equals(key) ? chain.toString() : chain + " and " + key;
    return this;
  }

  /** As {@link #certificate(Path, Path)}, from one PEM file with the certificates and the key. */
  public TlsSettingsBuilder certificate(Path chainAndKey) {
    return certificate(chainAndKey, chainAndKey);
  }

  /** As {@link #certificate(Path, Path)}, from PEM texts, which may be the same. */
  public TlsSettingsBuilder certificatePem(String chain, String key) {
    chainPem = Objects.requireNonNull(chain, "chain");
    keyPem = Objects.requireNonNull(key, "key");
    keyStore = null;
    where = null;
    return this;
  }

  /** What the private key of {@link #certificate(Path, Path)} is encrypted with. */
  public TlsSettingsBuilder keyPassword(String password) {
    keyPassword = Objects.requireNonNull(password, "password");
    return this;
  }

  /** As {@link #certificate(Path, Path)}, from the only private key in a key store. */
  public TlsSettingsBuilder certificate(KeyStore store, String password) {
    keyStore = Objects.requireNonNull(store, "store");
    chainPem = null;
    keyPem = null;
    keyPassword = password;
    where = null;
    return this;
  }

  /**
   * As {@link #certificate(Path, Path)}, from the only private key in a file of the format PKCS #12
   * or JKS, whose password is that of the key, too.
   */
  public TlsSettingsBuilder keyStore(Path file, String password) {
    certificate(CertificateFiles.keyStore(file, password), password);
    where = file.toString();
    return this;
  }

  /** Pins all hosts, see {@link #pin(String, String)}. */
  public TlsSettingsBuilder pin(String pin) {
    return pin(TlsPins.ALL, pin);
  }

  /**
   * Accepts hosts only when one of their pins is the hash of a public key on the way from their
   * certificate to the authority, which is verified all the same. Called repeatedly, any of the
   * pins will do: name a second key that is kept elsewhere, or a lost one locks everybody out.
   *
   * <p>Without verification ({@link #verify}) only the server's own key counts.
   *
   * @param hosts a host, or {@code *.example.org} for those one label below, {@code **.example.org}
   *     for itself and all below; a dot at the end changes nothing
   * @param pin as for OkHttp, {@code sha256/} and the hash of the SubjectPublicKeyInfo in base64,
   *     or as for curl, with two slashes
   * @throws IllegalArgumentException when one of them is malformed
   */
  public TlsSettingsBuilder pin(String hosts, String pin) {
    pins = pins.with(hosts, pin);
    return this;
  }

  /**
   * Whether the server's certificate and name are checked, as they are by default. Without that
   * anyone in between can read and change everything, which is said in the log when the first
   * connection is made.
   */
  public TlsSettingsBuilder verify(boolean yes) {
    checksChain = yes;
    checksHost = yes;
    return this;
  }

  /** Whether the certificate has to come from an authority, see {@link #verify}. */
  public TlsSettingsBuilder verifyChain(boolean yes) {
    checksChain = yes;
    return this;
  }

  /**
   * Whether the certificate has to be for the host. Without that whoever has any certificate of the
   * authorities is taken for the server, which is said in the log, too.
   */
  public TlsSettingsBuilder verifyHost(boolean yes) {
    checksHost = yes;
    return this;
  }

  /**
   * Asks every server for that host, and looks for it in its certificate, instead of the host of
   * the URI: for a server behind a tunnel, say, or one that is reached by its address.
   *
   * @throws IllegalArgumentException when that is no host
   */
  public TlsSettingsBuilder serverName(String host) {
    serverName = TlsSettings.peerNameOf(host);
    return this;
  }

  /** Speaks no older version; TLS 1.2 by default. */
  public TlsSettingsBuilder minimum(TlsVersion version) {
    minimum = Objects.requireNonNull(version, "version");
    return this;
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException when the private key cannot be read or is not that of the
   *     certificate; when a host is to be looked for in certificates that nobody vouches for; when
   *     there is a context from elsewhere and something that only a context can have
   */
  public TlsSettings build() {
    if (!checksChain && checksHost) {
      throw new IllegalArgumentException(
          "a name in a certificate that nobody vouches for says nothing: verify(false) checks"
              + " neither");
    }
    TlsIdentity identity = identity();
    boolean own = identity != null || !authorities.isEmpty() || platformToo || !checksChain;
    if (given != null && own) {
      throw new IllegalArgumentException(
          "a context from elsewhere has its own authorities and certificates");
    }
    if (!checksChain && !authorities.isEmpty()) {
      throw new IllegalArgumentException("there are authorities, and verification is off");
    }
    return new TlsSettings(
        this, new TlsAuthorities(platformToo || authorities.isEmpty(), authorities), identity);
  }

  private @Nullable TlsIdentity identity() {
    try {
      if (keyStore != null) {
        return TlsIdentity.of(keyStore, keyPassword == null ? "" : keyPassword);
      }
      if (chainPem != null && keyPem != null) {
        return TlsIdentity.of(chainPem, keyPem, keyPassword);
      }
    } catch (IllegalArgumentException e) {
      if (where == null) {
        throw e;
      }
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
    if (keyPassword != null) {
      throw new IllegalArgumentException("a password for a private key, and no key");
    }
    return null;
  }
}
