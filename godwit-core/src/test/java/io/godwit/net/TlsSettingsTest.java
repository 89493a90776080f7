package io.godwit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine is told before its handshake. */
final class TlsSettingsTest {
  @Test
  void by_default_the_peer_is_verified_and_old_versions_are_not_spoken() throws SSLException {
    SSLParameters parameters =
        TlsSettings.standard().clientEngine("example.org", 443).getSSLParameters();
    assertThat(TlsSettings.standard().verified()).isTrue();
    assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(parameters.getApplicationProtocols()).containsExactly("http/1.1");
  }

  @Test
  void without_verification_everything_else_stays() throws SSLException {
    SSLParameters parameters =
        TlsSettings.insecure().clientEngine("example.org", 443).getSSLParameters();
    assertThat(TlsSettings.insecure().verified()).isFalse();
    assertThat(parameters.getEndpointIdentificationAlgorithm()).isNull();
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(parameters.getServerNames()).hasSize(1);
  }

  @Test
  void a_context_that_allows_fewer_versions_is_obeyed() throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.2");
    context.init(null, null, null);
    assertThat(TlsSettings.of(context).clientEngine("a.test", 443).getEnabledProtocols())
        .containsExactly("TLSv1.2");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    "Example.ORG, example.org",
    "example.org., example.org",
    "localhost, localhost",
    "my_host.example.org, my_host.example.org",
  })
  void the_server_is_told_the_name_without_the_dot_at_its_end(String host, String name)
      throws SSLException {
    SSLEngine engine = TlsSettings.standard().clientEngine(host, 8443);
    assertThat(engine.getSSLParameters().getServerNames())
        .singleElement()
        .satisfies(server -> assertThat(server.getEncoded()).asString().isEqualTo(name));
    assertThat(engine.getPeerHost()).isEqualTo(name);
    assertThat(engine.getPeerPort()).isEqualTo(8443);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "[::1], ::1", "::1, ::1"})
  void the_server_is_not_told_an_address(String host, String peer) throws SSLException {
    SSLEngine engine = TlsSettings.standard().clientEngine(host, 443);
    assertThat(engine.getSSLParameters().getServerNames()).isNullOrEmpty();
    assertThat(engine.getPeerHost()).isEqualTo(peer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faß.de", "", ".", "a..b", "a b", "-a.test", "a-.test", "a.test\0.b"})
  void what_is_no_ascii_host_name_is_refused(String host) {
    assertThatThrownBy(() -> TlsSettings.standard().clientEngine(host, 443))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("host name");
  }

  @Test
  void settings_are_equal_when_their_connections_may_be_shared() throws GeneralSecurityException {
    SSLContext context = SSLContext.getDefault();
    assertThat(TlsSettings.of(context))
        .isEqualTo(TlsSettings.of(context))
        .hasSameHashCodeAs(TlsSettings.of(context))
        .isNotEqualTo(TlsSettings.standard())
        .isNotEqualTo(TlsSettings.insecure())
        .isNotEqualTo("TLS")
        .hasToString("TLS");
    assertThat(TlsSettings.standard()).isSameAs(TlsSettings.standard());
    assertThat(TlsSettings.insecure())
        .isSameAs(TlsSettings.insecure())
        .hasToString("TLS without verification");
  }

  @Test
  void a_key_store_without_authorities_is_refused() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    assertThatThrownBy(() -> TlsSettings.trusting(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no certificates");
  }
}
