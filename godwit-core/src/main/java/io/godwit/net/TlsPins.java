package io.godwit.net;

import io.godwit.http.Grammar;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that hosts may have, by the hash of their SubjectPublicKeyInfo (RFC 7469 section
 * 2.4).
 */
record TlsPins(List<Pin> pins) {
  static final TlsPins NONE = new TlsPins(List.of());

  /** The pattern of all hosts. */
  static final String ALL = "**";

  private static final String PREFIX = "sha256/";
  private static final int HASH_CHARACTERS = 44; // 32 octets in base64
  private static final int HASH_OCTETS = 32;

  /**
   * One key for the hosts of one pattern.
   *
   * @param pattern a host, {@code *.} before the parent of hosts, {@code **.} before the ancestor,
   *     or {@code **} for all
   * @param hash as of {@link #hash}
   */
  record Pin(String pattern, String hash) {
    boolean isFor(String host) {
      if (pattern.equals(ALL)) {
        return true;
      }
      if (pattern.startsWith("**.")) {
        return host.endsWith(pattern.substring(2)) || host.equals(pattern.substring(3));
      }
      if (pattern.startsWith("*.")) {
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
      }
      return host.equals(pattern);
    }
  }

  /**
   * With another pin.
   *
   * @throws IllegalArgumentException when the pattern or the pin is malformed
   */
  TlsPins with(String pattern, String pin) {
    Pin added = new Pin(normalPattern(pattern), normal(pin));
    return new TlsPins(Stream.concat(pins.stream(), Stream.of(added)).distinct().toList());
  }

  private static String normalPattern(String pattern) {
    if (pattern.equals(ALL)) {
      return pattern;
    }
    String stars = pattern.startsWith("**.") ? "**." : pattern.startsWith("*.") ? "*." : "";
    return stars + TlsSettings.peerNameOf(pattern.substring(stars.length()));
  }

  /** The form of OkHttp has one slash, that of curl two; base64 may begin with one as well. */
  private static String normal(String pin) {
    String base64 = pin.startsWith(PREFIX) ? pin.substring(PREFIX.length()) : "";
    if (base64.length() == HASH_CHARACTERS + 1 && base64.charAt(0) == '/') {
      base64 = base64.substring(1);
    }
    try {
      byte[] hash = Base64.getDecoder().decode(base64);
      if (hash.length == HASH_OCTETS && base64.length() == HASH_CHARACTERS) {
        return PREFIX + Base64.getEncoder().encodeToString(hash);
      }
    } catch (IllegalArgumentException e) {
      // it is said below what a pin looks like
    }
    throw new IllegalArgumentException(
        "not a pin like sha256/ and a hash in base64: " + Grammar.quoted(pin));
  }

  /** The pins for a host that goes by any of these names; none when any key will do. */
  Set<String> of(List<String> names) {
    return pins.stream()
        .filter(pin -> names.stream().anyMatch(pin::isFor))
        .map(Pin::hash)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The pin of a key. */
  static String hash(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return PREFIX + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The keys that a pin may name: those of the path from the peer's certificate to an authority
   * that is trusted, and not of whatever else the peer has sent (CVE-2016-2402). Only its own, for
   * which it has shown the private key, when nothing is known of the authorities.
   */
  static Set<String> keys(X509Certificate[] sent, @Nullable X509TrustManager judge) {
    Set<String> keys = new LinkedHashSet<>();
    keys.add(hash(sent[0].getPublicKey()));
    if (judge != null) {
      path(sent, judge).forEach(certificate -> keys.add(hash(certificate.getPublicKey())));
    }
    return keys;
  }

  private static List<X509Certificate> path(X509Certificate[] sent, X509TrustManager judge) {
    X509CertSelector own = new X509CertSelector();
    own.setCertificate(sent[0]);
    Set<TrustAnchor> anchors =
        Arrays.stream(judge.getAcceptedIssuers())
            .map(issuer -> new TrustAnchor(issuer, null))
            .collect(Collectors.toSet());
    try {
      PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, own);
      wanted.setRevocationEnabled(false); // the trust manager has decided already
      wanted.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(Arrays.asList(sent))));
      var found = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(wanted);
      Stream<X509Certificate> path =
          found.getCertPath().getCertificates().stream()
              .filter(X509Certificate.class::isInstance)
              .map(X509Certificate.class::cast);
      return Stream.concat(path, Stream.of(found.getTrustAnchor().getTrustedCert())).toList();
    } catch (GeneralSecurityException e) {
      return List.of(); // the peer's own key is left, and what else was pinned does not match
    }
  }
}
