package io.godwit.cli;

import io.godwit.net.TlsSettings;
import io.godwit.net.TlsSettingsBuilder;
import io.godwit.wire.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the settings of TLS from the options. */
final class Tls {
  private static final int LARGEST_KEY = 64 * 1024;

  private final Security options;
  private final TlsSettingsBuilder settings = TlsSettings.builder();

  private Tls(Security options) {
    this.options = options;
  }

  /**
   * The settings.
   *
   * @throws CommandFailure when a file cannot be read, or things do not fit together
   */
  static TlsSettings settings(Security options) throws CommandFailure {
    return new Tls(options).build();
  }

  private TlsSettings build() throws CommandFailure {
    if (!options.validates()) {
      settings.verify(false);
    } else {
      authorities(options.authorities);
      authorities(options.authorityFolder);
    }
    pins();
    settings.minimum(options.minimum);
    try {
      certificate();
      return settings.build();
    } catch (IllegalArgumentException e) {
      throw failure(ExitCode.OWN_CERTIFICATE, e);
    }
  }

  private void authorities(@Nullable String file) throws CommandFailure {
    if (file != null) {
      try {
        settings.authorities(Path.of(file));
      } catch (IllegalArgumentException e) {
        throw failure(ExitCode.AUTHORITIES, e);
      }
    }
  }

  private void certificate() {
    String given = options.certificate;
    if (given == null) {
      return;
    }
    int colon = given.lastIndexOf(':');
    String file = colon > 0 ? given.substring(0, colon) : given;
    String password = options.password;
    if (password == null && colon > 0) {
      password = given.substring(colon + 1);
    }
    if (options.keyStore) {
      settings.keyStore(Path.of(file), password == null ? "" : password);
      return;
    }
    settings.certificate(Path.of(file), Path.of(options.key == null ? file : options.key));
    if (password != null) {
      settings.keyPassword(password);
    }
  }

  private void pins() throws CommandFailure {
    String pins = options.pins;
    if (pins == null) {
      return;
    }
    try {
      if (pins.startsWith("sha256//")) {
        for (String pin : pins.split(";", -1)) {
          settings.pin(pin);
        }
      } else {
        settings.pin("sha256//" + hash(key(Path.of(pins))));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw failure(ExitCode.PIN, e);
    }
  }

  /** A public key, PEM or DER. */
  private static byte[] key(Path file) throws IOException {
    if (Files.size(file) > LARGEST_KEY) {
      throw new IllegalArgumentException(file + " is too large for a public key");
    }
    byte[] content = Files.readAllBytes(file);
    List<Pem> blocks = Pem.parse(new String(content, StandardCharsets.ISO_8859_1));
    for (Pem block : blocks) {
      if (block.label().equals("PUBLIC KEY")) {
        return block.content();
      }
    }
    if (!blocks.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no public key");
    }
    return content;
  }

  private static String hash(byte[] key) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static CommandFailure failure(ExitCode code, Exception cause) {
    return new CommandFailure(code, Reasons.of(cause), cause);
  }
}
