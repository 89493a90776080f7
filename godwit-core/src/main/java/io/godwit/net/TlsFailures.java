package io.godwit.net;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

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
  private final TlsVersion minimum;

  /** Our certificate as the peer has seen it; null for a client that has none. */
  private final @Nullable String shown;

  private TlsFailures(String where, String host, TlsVersion minimum, @Nullable String shown) {
    this.where = where;
    this.host = host;
    this.minimum = minimum;
    this.shown = shown;
  }

  /** Failures of a client with that server. */
  static TlsFailures ofClient(TlsSettings settings, String host, int port) {
    TlsIdentity identity = settings.identity();
    return new TlsFailures(
        host + ":" + port,
        settings.identifies(host),
        settings.minimum(),
        identity == null ? null : identity.toString());
  }

  /** Failures of a server with that client. */
  static TlsFailures ofServer(SocketAddress peer) {
    String where =
        peer instanceof InetSocketAddress address
            ? address.getHostString() + ":" + address.getPort()
            : peer + ":0";
    return new TlsFailures(where, where, TlsVersion.TLS_1_2, "that of the server");
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

  HttpFailure.Tls wrongKey(X509Certificate certificate, Set<String> wanted, Set<String> seen) {
    SSLException cause =
        new SSLPeerUnverifiedException("the keys of " + host + " are not those that are pinned");
    return failure(
        CertificateRefusal.named(certificate)
            + " has none of the keys that are pinned for "
            + host
            + ": seen are "
            + String.join(" ", seen)
            + ", pinned are "
            + String.join(" ", wanted),
        true,
        cause);
  }

  /**
   * What ended a connection after its handshake. With TLS 1.3 a server that refuses the client's
   * certificate says so only then (RFC 8446 section 4.4.2.4), before it has looked at any request.
   */
  IOException later(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher alert = RECEIVED_ALERT.matcher(message);
    return alert.find() && isAboutUs(alert.group(1))
        ? failure(readable(message), false, failure)
        : new SSLException(readable(message), failure);
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
  private String readable(String message) {
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
  private String alert(String name) {
    if (isAboutUs(name)) {
      return refused();
    }
    return switch (name) {
      case "protocol_version" ->
          minimum == TlsVersion.TLS_1_3
              ? "the peer does not speak TLS 1.3"
              : "the peer speaks neither TLS 1.3 nor TLS 1.2";
      case "handshake_failure", "insufficient_security" ->
          "the peer accepts none of the offered algorithms"
              + (shown == null ? ", or wants a client certificate" : ", or not our certificate");
      case "unrecognized_name" -> "the peer serves no host of that name";
      case "access_denied" -> "the peer denies access to our certificate";
      case "no_application_protocol" -> "the peer does not speak HTTP/1.1";
      default -> "the peer ended the connection";
    };
  }

  /** Alerts that answer the certificate of the side that receives them, or that it has none. */
  private static boolean isAboutUs(String alert) {
    return switch (alert) {
      case "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca" ->
          true;
      default -> false;
    };
  }

  private String refused() {
    return shown == null
        ? "the peer wants a client certificate, and there is none"
        : "the peer refused our certificate, " + shown;
  }

  /** {@code TLS10} in the JDK's messages is TLS 1.0. */
  private static String version(String version) {
    return version.replaceFirst("^TLSv?(\\d)\\.?(\\d)$", "TLS $1.$2");
  }
}
