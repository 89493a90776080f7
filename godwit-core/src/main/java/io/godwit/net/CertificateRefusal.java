package io.godwit.net;

import io.godwit.http.Grammar;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Says why a certificate was refused, in words that name the certificate and what is wrong with it.
 * The JDK's own words ("unable to find valid certification path to requested target") do neither.
 */
final class CertificateRefusal {
  /** How the JDK says what is not permitted (RFC 5280 section 4.2.1.12). */
  private static final String EXTENDED_USAGE = "Extended key usage does not permit use for ";

  private final String host;
  private final Throwable thrown;

  /** What the peer sent, its own certificate first; empty when that is not known. */
  private final List<X509Certificate> chain;

  private CertificateRefusal(String host, Throwable thrown, List<X509Certificate> chain) {
    this.host = host;
    this.thrown = thrown;
    this.chain = chain;
  }

  /** The reason for what a trust manager threw. */
  static String reason(String host, Throwable thrown) {
    TlsTrust.Refused refused = find(TlsTrust.Refused.class, thrown);
    List<X509Certificate> chain = refused == null ? List.of() : refused.chain();
    return new CertificateRefusal(host, thrown, chain).reason();
  }

  /** The reason to refuse a trusted certificate that is not for this host. */
  static String wrongHost(String host, X509Certificate certificate) {
    String names = CertificateNames.of(certificate).toString();
    return named(certificate)
        + (names.isEmpty()
            ? " names no host in its subject alternative names, so it is not for "
            : " is for " + shown(names) + ", not for ")
        + shown(host);
  }

  /** The first of a kind among what was thrown and its causes; null when there is none. */
  static <T extends Throwable> @Nullable T find(Class<T> kind, Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  private String reason() {
    CertPathValidatorException invalid = find(CertPathValidatorException.class, thrown);
    if (invalid != null && invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
      return accused(invalid) + " uses an algorithm that is not secure: " + cause(invalid);
    }
    if (invalid != null && invalid.getReason() == BasicReason.INVALID_SIGNATURE) {
      return accused(invalid) + " was not signed by the issuer it names";
    }
    CertificateRevokedException revoked = find(CertificateRevokedException.class, thrown);
    if (revoked != null) {
      return accused(invalid) + " was revoked on " + day(revoked.getRevocationDate());
    }
    String dates = dates(invalid);
    if (dates != null) {
      return dates;
    }
    String usage = usage();
    if (usage != null) {
      return usage;
    }
    boolean noPath =
        find(CertPathBuilderException.class, thrown) != null
            || (invalid != null && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR);
    if (chain.isEmpty()) {
      return accused(invalid)
          + (noPath
              ? " comes from no authority that is trusted"
              : " was refused: " + cause(thrown));
    }
    if (noPath) {
      return unknownIssuer();
    }
    X509Certificate own = chain.getFirst();
    return invalid == null && !CertificateNames.of(own).cover(host)
        ? wrongHost(host, own)
        : accused(invalid) + " was refused: " + cause(thrown);
  }

  /** A certificate out of its dates; when the JDK found no path at all, that may be why. */
  private @Nullable String dates(@Nullable CertPathValidatorException invalid) {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity();
      } catch (CertificateExpiredException e) {
        return named(certificate) + " expired on " + day(certificate.getNotAfter());
      } catch (CertificateNotYetValidException e) {
        return named(certificate) + " is not valid before " + day(certificate.getNotBefore());
      }
    }
    if (find(CertificateExpiredException.class, thrown) != null) {
      return accused(invalid) + " has expired";
    }
    if (find(CertificateNotYetValidException.class, thrown) != null) {
      return accused(invalid) + " is not valid yet";
    }
    return null;
  }

  /** The peer's certificate was issued for something else than to be a server's, or a client's. */
  private @Nullable String usage() {
    Throwable end = thrown;
    while (end.getCause() != null && end.getCause() != end) {
      end = end.getCause();
    }
    String message = String.valueOf(end.getMessage());
    int at = message.indexOf(EXTENDED_USAGE);
    return chain.isEmpty() || at < 0
        ? null
        : named(chain.getFirst())
            + " may not be used for "
            + shown(message.substring(at + EXTENDED_USAGE.length()));
  }

  private String unknownIssuer() {
    X509Certificate own = chain.getFirst();
    if (isSelfSigned(own)) {
      return named(own) + " is self-signed, and not one that is trusted";
    }
    X509Certificate last = chain.getLast();
    X500Principal issuer = last.getIssuerX500Principal();
    return named(own)
        + (last.equals(own) ? " was issued by " : " leads to ")
        + shown(issuer.getName())
        + ", which is not trusted";
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** The certificate that broke the rule, or the peer's, or a way to speak of it. */
  private String accused(@Nullable CertPathValidatorException invalid) {
    if (invalid != null && invalid.getCertPath() != null && invalid.getIndex() >= 0) {
      var certificates = invalid.getCertPath().getCertificates();
      if (certificates.get(invalid.getIndex()) instanceof X509Certificate accused) {
        return named(accused);
      }
    }
    return chain.isEmpty() ? "the certificate for " + shown(host) : named(chain.getFirst());
  }

  /** The certificate in the words of a message. */
  static String named(X509Certificate certificate) {
    return "the certificate " + Grammar.quoted(certificate.getSubjectX500Principal().getName());
  }

  /** The words of the innermost cause. */
  static String cause(Throwable thrown) {
    Throwable at = thrown;
    for (Throwable next = at.getCause(); next != null && next != at; next = at.getCause()) {
      at = next;
    }
    String message = at.getMessage();
    return shown(message == null ? at.getClass().getSimpleName() : message);
  }

  private static String day(Date date) {
    return date.toInstant().toString();
  }

  /** What a peer wrote must not move the cursor of the terminal that shows it. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars().limit(300).forEach(c -> shown.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
    return shown.toString();
  }
}
