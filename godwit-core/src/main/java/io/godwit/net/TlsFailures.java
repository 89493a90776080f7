package io.godwit.net;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns what a handshake throws into a failure that a person can act on. The cause is kept. */
final class TlsFailures {
  /** The JDK writes the alert that goes with an error in front of its message. */
  private static final Pattern ALERT_PREFIX = Pattern.compile("^\\([a-z_]+\\) ");

  private static final Pattern RECEIVED_ALERT =
      Pattern.compile("[Rr]eceived (?:fatal alert|handshake warning): ([a-z_]+)");

  private static final Pattern REFUSED_VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted");

  private final String where;
  private final String host;

  /** Failures of handshakes with that peer. */
  TlsFailures(String host, int port) {
    this.where = host + ":" + port;
    this.host = TlsSettings.peerName(host);
  }

  HttpFailure.Tls of(IOException thrown) {
    if (isRefusedCertificate(thrown)) {
      return failure(CertificateRefusal.reason(host, thrown), true, thrown);
    }
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    if (!(thrown instanceof SSLException)) {
      return failure("the connection broke during the handshake: " + message, false, thrown);
    }
    RuntimeException bug = CertificateRefusal.find(RuntimeException.class, thrown);
    String reason = bug == null ? readable(message) : readable(message) + ": " + bug;
    return failure(reason, false, thrown);
  }

  HttpFailure.Tls wrongHost(X509Certificate certificate) {
    SSLException cause = new SSLException("the certificate is not for " + host);
    return failure(CertificateRefusal.wrongHost(host, certificate), true, cause);
  }

  private HttpFailure.Tls failure(String reason, boolean certificateRefused, IOException cause) {
    return new HttpFailure.Tls(where, reason, certificateRefused, cause);
  }

  /** The engine reports a refusal by a trust manager with what that threw as the cause. */
  private static boolean isRefusedCertificate(IOException thrown) {
    return CertificateRefusal.find(CertificateException.class, thrown) != null
        || CertificateRefusal.find(CertPathValidatorException.class, thrown) != null
        || CertificateRefusal.find(CertPathBuilderException.class, thrown) != null;
  }

  /** What the JDK's engine says about a failure, in words for people. */
  static String readable(SSLException failure) {
    return readable(String.valueOf(failure.getMessage()));
  }

  private static String readable(String message) {
    Matcher alert = RECEIVED_ALERT.matcher(message);
    if (alert.find()) {
      return alert(alert.group(1)) + " (alert " + alert.group(1) + ")";
    }
    Matcher version = REFUSED_VERSION.matcher(message);
    if (version.find()) {
      return "the peer only speaks " + version(version.group(1)) + ", which is not secure";
    }
    return ALERT_PREFIX.matcher(message).replaceFirst("");
  }

  /** The alerts of RFC 8446 section 6.2 that a handshake may end with. */
  private static String alert(String name) {
    return switch (name) {
      case "protocol_version" -> "the peer speaks neither TLS 1.3 nor TLS 1.2";
      case "handshake_failure", "insufficient_security" ->
          "the peer accepts none of the offered algorithms, or wants a client certificate";
      case "unrecognized_name" -> "the peer serves no host of that name";
      case "certificate_required" -> "the peer wants a client certificate";
      case "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca" ->
          "the peer refused our certificate, or wants one";
      case "access_denied" -> "the peer denies access to our certificate";
      case "no_application_protocol" -> "the peer does not speak HTTP/1.1";
      default -> "the peer ended the connection";
    };
  }

  /** {@code TLS10} in the JDK's messages is TLS 1.0. */
  private static String version(String version) {
    return version.replaceFirst("^TLSv?(\\d)\\.?(\\d)$", "TLS $1.$2");
  }
}
