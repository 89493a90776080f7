package io.godwit.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Certificates for tests of TLS: a certificate authority that is known to nobody, and what it
 * issued, good and bad. Made in memory, in a few milliseconds each; no files, no other process.
 *
 * <pre>{@code
 * TestCertificates certificates = TestCertificates.shared();
 * SSLContext server = certificates.localhost().context();
 * TlsSettings client = TlsSettings.trusting(certificates.trusted());
 * }</pre>
 *
 * <p>Immutable and safe to share. All keys are ECDSA on P-256. What is valid has begun in 2020 and
 * ends in 2120.
 */
public final class TestCertificates {
  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2120-01-01T00:00:00Z");
  private static final String[] LOCALHOST = {"localhost", "127.0.0.1", "::1"};

  private final String name;
  private final PrivateKey key;
  private final X509Certificate certificate;

  /** What leads from here to the authority that is trusted, without that; empty for itself. */
  private final List<X509Certificate> path;

  private TestCertificates(String name, @Nullable TestCertificates above) {
    KeyPair pair = keyPair();
    this.name = name;
    this.key = pair.getPrivate();
    String issuer = above == null ? name : above.name;
    CertificateForm form =
        new CertificateForm(name, issuer, List.of(), BEGIN, END, true, "", pair.getPublic());
    this.certificate = sign(form, above == null ? key : above.key);
    this.path = above == null ? List.of() : joined(certificate, above.path);
  }

  /** A certificate with its key, as a server has them. */
  public static final class Identity {
    private static final char[] PASSWORD = "test".toCharArray();

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private Identity(PrivateKey key, List<X509Certificate> chain) {
      this.key = key;
      this.chain = chain;
    }

    /** The certificate. */
    public X509Certificate certificate() {
      return chain.getFirst();
    }

    /**
     * What is sent: the certificate, and those of {@link TestCertificates#intermediate
     * intermediate} authorities.
     */
    public List<X509Certificate> chain() {
      return chain;
    }

    /** The certificate and its key as a key store; the password of both is {@code test}. */
    public KeyStore keyStore() {
      try {
        KeyStore store = emptyStore();
        store.setKeyEntry("server", key, PASSWORD, chain.toArray(Certificate[]::new));
        return store;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK cannot keep the key", e);
      }
    }

    /** A new context for a server with this certificate. */
    public SSLContext context() {
      return context(null);
    }

    /**
     * A new context for a server with this certificate, whose clients may have certificates of
     * their own. It asks for them only if that is said elsewhere.
     *
     * @param clients the authorities of clients; null for those that the JDK trusts
     */
    public SSLContext context(@Nullable KeyStore clients) {
      try {
        KeyManagerFactory factory =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), clients == null ? null : trusting(clients), null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no TLS", e);
      }
    }

    private static TrustManager[] trusting(KeyStore authorities) throws GeneralSecurityException {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return factory.getTrustManagers();
    }

    /** The certificate and what is sent with it, as other programs read it from a file. */
    public String certificatePem() {
      return chain.stream().map(TestCertificates::pem).collect(Collectors.joining());
    }

    /** The key as other programs read it from a file (PKCS #8, not encrypted). */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }
  }

  /** The same authority for all tests of this process. */
  public static TestCertificates shared() {
    return Shared.CERTIFICATES;
  }

  /** An authority of that common name, with a new key. */
  public static TestCertificates authority(String commonName) {
    return new TestCertificates(commonName, null);
  }

  /** An authority that is trusted because this one has signed its certificate. */
  public TestCertificates intermediate(String commonName) {
    return new TestCertificates(commonName, this);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's own certificate, as other programs read it from a file. */
  public String certificatePem() {
    return pem(certificate);
  }

  /** A key store that holds the authority's certificate, for whoever is to trust it. */
  public KeyStore trusted() {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("authority", certificate);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot keep the certificate", e);
    }
  }

  /** A good certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
  public Identity localhost() {
    return issue("localhost", LOCALHOST);
  }

  /** Like {@link #localhost}, but it expired at the end of 2002. */
  public Identity expired() {
    return issue(
        "localhost",
        Instant.parse("2002-01-01T00:00:00Z"),
        Instant.parse("2002-12-31T00:00:00Z"),
        LOCALHOST);
  }

  /** Like {@link #localhost}, but it begins in 2110. */
  public Identity notYetValid() {
    return issue("localhost", Instant.parse("2110-01-01T00:00:00Z"), END, LOCALHOST);
  }

  /** A good certificate for {@code wrong.example} and {@code *.wrong.example}. */
  public Identity wrongHost() {
    return issue("wrong.example", "wrong.example", "*.wrong.example");
  }

  /** For {@code localhost}, but only its common name says so, which no longer counts. */
  public Identity commonNameOnly() {
    return issue("localhost");
  }

  /** Like {@link #localhost}, but signed with its own key. */
  public Identity selfSigned() {
    KeyPair pair = keyPair();
    CertificateForm form =
        new CertificateForm(
            "localhost", "localhost", List.of(LOCALHOST), BEGIN, END, false, "", pair.getPublic());
    return new Identity(pair.getPrivate(), List.of(sign(form, pair.getPrivate())));
  }

  /**
   * A good certificate for a client, which may not be a server's, though it is for {@code
   * localhost}, {@code 127.0.0.1} and {@code ::1}.
   */
  public Identity client(String commonName) {
    return issue(commonName, BEGIN, END, CertificateForm.FOR_CLIENTS, LOCALHOST);
  }

  /**
   * A good certificate.
   *
   * @param names DNS names, which may begin with a wildcard, and IP literals
   */
  public Identity issue(String commonName, String... names) {
    return issue(commonName, BEGIN, END, names);
  }

  /** A certificate that is good between two moments, of whole seconds. */
  public Identity issue(String commonName, Instant from, Instant until, String... names) {
    return issue(commonName, from, until, "", names);
  }

  private Identity issue(
      String commonName, Instant from, Instant until, String usage, String... names) {
    KeyPair pair = keyPair();
    CertificateForm form =
        new CertificateForm(
            commonName, name, List.of(names), from, until, false, usage, pair.getPublic());
    return new Identity(pair.getPrivate(), joined(sign(form, key), path));
  }

  private static List<X509Certificate> joined(X509Certificate first, List<X509Certificate> rest) {
    List<X509Certificate> all = new ArrayList<>(rest.size() + 1);
    all.add(first);
    all.addAll(rest);
    return List.copyOf(all);
  }

  private static X509Certificate sign(CertificateForm form, PrivateKey key) {
    try {
      return form.sign(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate: " + form, e);
    }
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no elliptic curves", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    return store;
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("the certificate was encoded before", e);
    }
  }

  private static String pem(String type, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  private static final class Shared {
    static final TestCertificates CERTIFICATES =
        new TestCertificates("Godwit Test Authority", null);
  }
}
