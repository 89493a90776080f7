package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.net.TlsSettings;
import io.godwit.wire.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any text as PEM, and as certificates and keys. Only an IllegalArgumentException is declared. */
public final class PemTarget {
  private PemTarget() {}

  /** Fails if something other than the declared refusal comes out, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Pem> blocks = parse(text);
    require(same(blocks, parse("words\n" + text)), "words before it change it");
    if (text.indexOf('\r') < 0) {
      require(same(blocks, parse(text.replace("\n", "\r\n"))), "the ends of lines change it");
    }
    if (blocks != null) {
      StringBuilder again = new StringBuilder();
      for (Pem block : blocks) {
        again.append("-----BEGIN ").append(block.label()).append("-----\n");
        again.append(Base64.getMimeEncoder().encodeToString(block.content())).append('\n');
        again.append("-----END ").append(block.label()).append("-----\n");
      }
      require(same(blocks, parse(again.toString())), "written again it is something else");
    }
    useAsSettings(text);
  }

  private static void useAsSettings(String text) {
    try {
      TlsSettings.builder().authoritiesPem(text).build();
    } catch (IllegalArgumentException e) {
      // no certificate
    }
    if (text.contains("ENCRYPTED PRIVATE KEY")) {
      return; // how often a password is hashed stands in the file, and may take as long as it says
    }
    try {
      TlsSettings.builder().certificatePem(text, text).keyPassword("pw").build();
    } catch (IllegalArgumentException e) {
      // no certificate with its key
    }
  }

  private static @Nullable List<Pem> parse(String text) {
    try {
      return Pem.parse(text);
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      require(reason.chars().allMatch(c -> c >= ' ' && c < 0x7F), "with what cannot be seen");
      return null;
    }
  }

  private static boolean same(@Nullable List<Pem> one, @Nullable List<Pem> other) {
    if (one == null || other == null || one.size() != other.size()) {
      return one == null && other == null;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).label().equals(other.get(i).label())
          || !Arrays.equals(one.get(i).content(), other.get(i).content())) {
        return false;
      }
    }
    return true;
  }
}
