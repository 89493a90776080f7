package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.net.TlsVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is trusted over TLS, and what is shown to whom. */
final class Security implements OptionGroup {
  /** Files or folders with authorities. */
  @Nullable String authorities;

  @Nullable String authorityFolder;

  /** A file with our certificate, perhaps with a colon and the password of its key. */
  @Nullable String certificate;

  @Nullable String key;
  @Nullable String password;
  @Nullable String pins;
  TlsVersion minimum = TlsVersion.TLS_1_2;

  /** Whether it is a key store of PKCS #12 and not PEM. */
  boolean keyStore;

  private boolean validate = true;

  /** Does its part of the client; what TLS needs is loaded only where something is said of it. */
  void addTo(HttpClientBuilder client) throws CommandFailure {
    boolean usual =
        validate
            && authorities == null
            && authorityFolder == null
            && certificate == null
            && pins == null
            && minimum == TlsVersion.TLS_1_2;
    if (!usual) {
      client.tls(Tls.settings(this));
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
            "check certificates; on unless set to false", on -> validate = on, "--validate-cert"),
        Option.value(
            "FILE",
            "trust the authorities in that PEM file, and not the JDK's",
            text -> authorities = text,
            "--cacert"),
        Option.value(
            "FOLDER",
            "trust the authorities in the files of that folder, and not the JDK's",
            text -> authorityFolder = text,
            "--capath"),
        Option.value(
            "FILE[:PASSWORD]",
            "show this certificate to servers that ask for one",
            text -> certificate = text,
            "-E",
            "--cert"),
        Option.value(
            "PEM|P12", "what kind of file that is; PEM unless set", this::type, "--cert-type"),
        Option.value(
            "FILE",
            "its private key, PEM; in the file of the certificate unless set",
            text -> key = text,
            "--key"),
        Option.value(
            "PASSWORD",
            "what the private key is encrypted with",
            text -> password = text,
            "--pass"),
        Option.value(
            "sha256//HASH",
            "accept the server only with one of these keys, parted by ';', or with that in a file",
            text -> pins = text,
            "--pinnedpubkey"),
        Option.flag(
            "TLS 1.2 or later, which is usual; older versions are never spoken",
            on -> minimum = TlsVersion.TLS_1_2,
            "-1",
            "--tlsv1",
            "--tlsv1.0",
            "--tlsv1.1",
            "--tlsv1.2"),
        Option.flag(
            "TLS 1.3 or later",
            on -> minimum = on ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
            "--tlsv1.3"));
  }

  private void type(String text) throws CommandFailure {
    keyStore =
        switch (text) {
          case "PEM" -> false;
          case "P12" -> true;
          default -> throw Option.wrong("--cert-type is PEM or P12, not '" + text + "'");
        };
  }
}
