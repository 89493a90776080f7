package io.godwit.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted.
 *
 * @param platform whether what the JDK trusts is among them
 * @param own the others
 */
record TlsAuthorities(boolean platform, Set<X509Certificate> own) {
  static final TlsAuthorities PLATFORM = new TlsAuthorities(true, Set.of());

  TlsAuthorities {
    own = Set.copyOf(own);
  }

  /** The JDK's trust manager for them, with better messages. Reading the JDK's own takes long. */
  X509ExtendedTrustManager judge() throws GeneralSecurityException {
    if (own.isEmpty()) {
      return explained(null);
    }
    Set<X509Certificate> all = new LinkedHashSet<>(own);
    if (platform) {
      all.addAll(Arrays.asList(explained(null).getAcceptedIssuers()));
    }
    return explained(store(all));
  }

  private static KeyStore store(Set<X509Certificate> certificates) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new KeyStoreException("nothing is read", e);
    }
    int number = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry(String.valueOf(number++), certificate);
    }
    return store;
  }

  private static X509ExtendedTrustManager explained(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
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
}
