package io.godwit.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Who this end is: a private key and the certificate for it, with those that lead to an authority
 * behind it.
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  private static final byte[] CHALLENGE = {'g', 'o', 'd', 'w', 'i', 't'};

  /**
   * An identity that holds together.
   *
   * @throws IllegalArgumentException when the first certificate is not for that key
   */
  static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate for the private key");
    }
    X509Certificate own = chain.getFirst();
    if (!belongs(key, own)) {
      throw new IllegalArgumentException(
          "the private key does not belong to " + CertificateRefusal.named(own));
    }
    return new TlsIdentity(key, List.copyOf(chain));
  }

  /** Of two PEM texts, which may be the same. */
  static TlsIdentity of(String chain, String key, @Nullable String password) {
    return of(PrivateKeys.of(key, password), CertificateFiles.certificates(chain));
  }

  /** The one private key of a key store, with its certificates. */
  static TlsIdentity of(KeyStore store, String password) {
    List<TlsIdentity> found = all(store, password);
    if (found.size() > 1) {
      throw new IllegalArgumentException("more than one private key in the key store");
    }
    return found.getFirst();
  }

  /** All private keys of a key store, with their certificates; at least one. */
  static List<TlsIdentity> all(KeyStore store, String password) {
    List<TlsIdentity> found = new ArrayList<>();
    try {
      for (Enumeration<String> names = store.aliases(); names.hasMoreElements(); ) {
        String name = names.nextElement();
        if (store.isKeyEntry(name)
            && store.getKey(name, password.toCharArray()) instanceof PrivateKey key) {
          found.add(of(key, chain(store, name)));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the key store does not give its key: " + CertificateRefusal.cause(e), e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no private key in the key store");
    }
    return found;
  }

  private static List<X509Certificate> chain(KeyStore store, String name)
      throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    var certificates = store.getCertificateChain(name);
    if (certificates != null) {
      for (var certificate : certificates) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
    }
    return chain;
  }

  /** What one signs the other must verify. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = Signature.getInstance(signature(key, certificate));
      if (key.getAlgorithm().equals("RSASSA-PSS")) {
        signature.setParameter(parameters(key));
      }
      signature.initSign(key);
      signature.update(CHALLENGE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(CHALLENGE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // a key of another algorithm
    }
  }

  private static String signature(PrivateKey key, X509Certificate certificate) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> certificate.getPublicKey().getAlgorithm();
      default -> key.getAlgorithm();
    };
  }

  /** Those that the key is limited to, or those that TLS would use (RFC 8446 section 4.2.3). */
  private static AlgorithmParameterSpec parameters(PrivateKey key) {
    AlgorithmParameterSpec own = key instanceof RSAKey rsa ? rsa.getParams() : null;
    return own == null
        ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
        : own;
  }

  /**
   * Shows the certificate to any server that asks for one and can use its key. Which authorities a
   * server names is not looked at, as OpenSSL does not: a wrong certificate is then refused with a
   * reason, where none would be missed without one.
   */
  X509ExtendedKeyManager presenting() {
    return new Presenting(this);
  }

  /** The certificate; never the key. */
  @Override
  public String toString() {
    return CertificateRefusal.named(chain.getFirst());
  }

  private static final class Presenting extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final TlsIdentity identity;

    Presenting(TlsIdentity identity) {
      this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
      return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
      return choose(keyTypes);
    }

    private @Nullable String choose(String... keyTypes) {
      return Arrays.asList(keyTypes).contains(identity.key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return choose(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null; // only for clients
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, Socket socket) {
      return null;
    }
  }
}
