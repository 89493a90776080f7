package io.godwit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CRLReason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about a failed handshake when nothing is known but what was thrown. */
final class TlsFailuresTest {
  private final TlsFailures failures =
      TlsFailures.ofClient(TlsSettings.standard(), "Example.org.", 443);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(protocol_version) Received fatal alert: protocol_version | neither TLS 1.3 nor TLS 1.2",
        "Received fatal alert: protocol_version | neither TLS 1.3 nor TLS 1.2",
        "(handshake_failure) received handshake warning: unrecognized_name | no host of that name",
        "(handshake_failure) Received fatal alert: handshake_failure | none of the offered",
        "(insufficient_security) Received fatal alert: insufficient_security | none of the offered",
        "(certificate_required) Received fatal alert: certificate_required | client certificate",
        "(bad_certificate) Received fatal alert: bad_certificate | wants a client certificate",
        "(unknown_ca) Received fatal alert: unknown_ca | wants a client certificate",
        "(access_denied) Received fatal alert: access_denied | denies access",
        "(no_application_protocol) Received fatal alert: no_application_protocol | HTTP/1.1",
        "(internal_error) Received fatal alert: internal_error | (alert internal_error)",
        "(protocol_version) The server selected protocol version TLS10 is not accepted by client"
            + " preferences [TLS13, TLS12] | only speaks TLS 1.0",
        "The server selected protocol version SSLv3 is not accepted | only speaks SSLv3",
        "(decode_error) some words | failed: some words",
        "our own words | failed: our own words",
      })
  void the_words_of_the_engine_are_put_into_plain_ones(String engine, String plain) {
    HttpFailure.Tls failure = failures.of(new SSLHandshakeException(engine));
    assertThat(failure)
        .hasMessageStartingWith("TLS with Example.org.:443 failed: ")
        .hasMessageContaining(plain)
        .hasCauseInstanceOf(SSLHandshakeException.class);
    assertThat(failure.certificateRefused()).isFalse();
  }

  @Test
  void a_connection_that_breaks_is_said_to_break() {
    HttpFailure.Tls failure = failures.of(new IOException("Connection reset"));
    assertThat(failure).hasMessageEndingWith("broke during the handshake: Connection reset");
    assertThat(failure.certificateRefused()).isFalse();
    assertThat(failures.of(new IOException())).hasMessageContaining("java.io.IOException");
  }

  @Test
  void an_error_in_foreign_code_is_not_hidden() {
    SSLException thrown = new SSLException("Unhandled exception", new IllegalStateException("bug"));
    HttpFailure.Tls failure = failures.of(thrown);
    assertThat(failure)
        .hasMessageContaining("Unhandled exception")
        .hasMessageContaining("bug")
        .hasCause(thrown);
    assertThat(failure.certificateRefused()).isFalse();
  }

  static Stream<Arguments> refusals() {
    Date day = Date.from(Instant.parse("2026-01-02T03:04:05Z"));
    X500Principal authority = new X500Principal("CN=Some Authority");
    return Stream.of(
        Arguments.of(
            new CertPathBuilderException("unable to find valid certification path"),
            "comes from no authority that is trusted"),
        Arguments.of(
            new CertificateExpiredException("NotAfter: Thu"),
            "the certificate for example.org has expired"),
        Arguments.of(new CertificateNotYetValidException("NotBefore"), "is not valid yet"),
        Arguments.of(
            new CertificateRevokedException(day, CRLReason.KEY_COMPROMISE, authority, Map.of()),
            "was revoked on 2026-01-02T03:04:05Z"),
        Arguments.of(
            new CertPathValidatorException(
                "MD5withRSA is no good", null, null, -1, BasicReason.ALGORITHM_CONSTRAINED),
            "not secure: MD5withRSA is no good"),
        Arguments.of(
            new CertificateException("No name matching\r\nexample.org found"),
            "was refused: No name matching??example.org found"),
        Arguments.of(new CertificateException(), "was refused: CertificateException"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refused_certificate_is_told_from_other_failures(Exception why, String text) {
    SSLHandshakeException thrown =
        new SSLHandshakeException("(certificate_unknown) PKIX path building failed", why);
    HttpFailure.Tls failure = failures.of(thrown);
    assertThat(failure).hasMessageContaining(text).hasMessageNotContaining("PKIX").hasCause(thrown);
    assertThat(failure.certificateRefused()).isTrue();
  }

  @Test
  void a_missing_trust_store_is_no_refusal() {
    SSLException thrown =
        new SSLException(
            "Unexpected error",
            new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"));
    assertThat(failures.of(thrown).certificateRefused()).isFalse();
  }
}
