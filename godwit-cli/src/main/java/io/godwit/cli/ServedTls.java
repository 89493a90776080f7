package io.godwit.cli;

import io.godwit.net.ServerTls;
import io.godwit.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether {@code godwit serve} speaks TLS, and who it says it is. */
final class ServedTls implements OptionGroup {
  private boolean on;
  private @Nullable Path certificate;
  private @Nullable Path key;
  private @Nullable String password;

  /**
   * How TLS is spoken.
   *
   * @param notice what a person has to know of it; empty when it goes without saying
   */
  record Secured(ServerTls tls, List<String> notice) {}

  /**
   * What was asked for; empty when it is served in the clear.
   *
   * @param addresses under which it is served
   */
  Optional<Secured> secured(List<InetAddress> addresses) throws CommandFailure {
    if (certificate == null) {
      if (key != null || password != null) {
        throw Option.wrong("--key is for a certificate: --cert names it");
      }
      return on ? Optional.of(made(addresses)) : Optional.empty();
    }
    try {
      ServerTls.Builder tls = ServerTls.builder();
      tls.certificate(certificate, key == null ? certificate : key, password);
      return Optional.of(new Secured(tls.build(), List.of()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.OWN_CERTIFICATE, Reasons.of(e), e);
    }
  }

  /** Nobody knows who has signed this one: the person has to compare it. */
  private static Secured made(List<InetAddress> addresses) throws CommandFailure {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    addresses.forEach(it -> names.add(ServedPlace.literal(it)));
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (IOException e) {
      // then it has no name of its own
    }
    TestCertificates.Identity identity =
        TestCertificates.authority("godwit serve")
            .issue("godwit serve", names.toArray(String[]::new));
    ServerTls tls =
        ServerTls.builder().certificatePem(identity.certificatePem(), identity.keyPem()).build();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.certificate().getEncoded());
      List<String> notice = new ArrayList<>();
      notice.add("Its certificate was made just now and is known to nobody; its SHA-256 is");
      notice.add("  " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
      return new Secured(tls, notice);
    } catch (GeneralSecurityException e) {
      throw new CommandFailure(ExitCode.OWN_CERTIFICATE, "no certificate: " + e.getMessage(), e);
    }
  }

  @Override
  public String heading() {
    return "TLS";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag(
            "serve by https; without --cert with a certificate that is made on the spot",
            it -> on = it,
            "--tls"),
        Option.value(
            "FILE",
            "the certificate, PEM, with those that lead to an authority",
            text -> certificate = Option.path(text),
            "-E",
            "--cert"),
        Option.value(
            "FILE",
            "its private key, PEM, if that is in another file",
            text -> key = Option.path(text),
            "--key"),
        Option.value("PASSWORD", "of the key", text -> password = text, "--pass"));
  }
}
