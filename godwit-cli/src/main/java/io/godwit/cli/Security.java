package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.net.TlsSettings;
import java.util.List;

/** Who is trusted, over TLS. */
final class Security implements OptionGroup {
  private boolean validate = true;

  /** Does its part of the client. */
  void addTo(HttpClientBuilder client) {
    if (!validate) {
      client.tls(TlsSettings.insecure());
    }
  }

  /** Whether certificates are checked. */
  boolean validates() {
    return validate;
  }

  @Override
  public String heading() {
    return "TLS";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag(
            "trust whoever answers; anyone may then read and change everything",
            on -> validate = !on,
            "-k",
            "--insecure"),
        Option.toggle(
            "check certificates; on unless set to false", on -> validate = on, "--validate-cert"));
  }
}
