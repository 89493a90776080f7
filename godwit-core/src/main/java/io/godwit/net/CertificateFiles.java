package io.godwit.net;

import io.godwit.wire.tls.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Certificates and key stores from files. What cannot be read or understood is an {@link
 * IllegalArgumentException} that names the file: it is the program's configuration.
 */
final class CertificateFiles {
  private static final int MOST_BYTES = Pem.MOST_CHARACTERS;
  private static final int MOST_FILES = 10_000;

  /** That of UTF-8, which some editors write, in the characters that its octets are read as. */
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private static final int DER_SEQUENCE = 0x30;

  /** What of a folder is read: OpenSSL's names by hash (c_rehash) are in the same folders. */
  private static final Pattern CERTIFICATE_NAME =
      Pattern.compile(".*\\.(?:pem|crt)|[0-9a-f]{8}\\.[0-9]{1,4}");

  private CertificateFiles() {}

  /** Those of a file, PEM or one in DER, or of all such files in a folder. */
  static Set<X509Certificate> certificates(Path fileOrFolder) {
    Set<X509Certificate> found = new LinkedHashSet<>();
    for (Path file : Files.isDirectory(fileOrFolder) ? in(fileOrFolder) : List.of(fileOrFolder)) {
      found.addAll(ofFile(file));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(fileOrFolder + " holds no certificate");
    }
    return found;
  }

  /** Those of a text; other blocks are passed over. */
  static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> found = new ArrayList<>();
    for (Pem block : Pem.parse(pem)) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        found.add(certificate(block.content()));
      }
    }
    return found;
  }

  /** The text of a PEM file, in which only ASCII has a meaning. */
  static String text(Path file) {
    return text(bytes(file));
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  /** A key store in the format PKCS #12, or Java's own. */
  static KeyStore keyStore(Path file, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12"); // tells JKS by itself
      store.load(new ByteArrayInputStream(bytes(file)), password.toCharArray());
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "no key store, or another password: " + file + ": " + CertificateRefusal.cause(e), e);
    }
  }

  /** Those that a key store says are trusted, as the JDK takes it. */
  static Set<X509Certificate> trusted(KeyStore store) {
    Set<X509Certificate> found = new LinkedHashSet<>();
    try {
      for (Enumeration<String> names = store.aliases(); names.hasMoreElements(); ) {
        if (store.getCertificate(names.nextElement()) instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no trust store: " + CertificateRefusal.cause(e), e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "the trust store holds no certificates, or none that is marked as trusted (OpenSSL marks"
              + " them with pkcs12 -export -jdktrust anyExtendedKeyUsage)");
    }
    return found;
  }

  private static List<Path> in(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        boolean named = CERTIFICATE_NAME.matcher(file.getFileName().toString()).matches();
        if (named && Files.isRegularFile(file)) { // links that lead nowhere are usual there
          files.add(file);
        }
        if (files.size() > MOST_FILES) {
          throw new IllegalArgumentException(folder + " has more than " + MOST_FILES + " files");
        }
      }
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    return files;
  }

  private static List<X509Certificate> ofFile(Path file) {
    byte[] bytes = bytes(file);
    try {
      return bytes.length > 0 && bytes[0] == DER_SEQUENCE
          ? List.of(certificate(bytes))
          : certificates(text(bytes));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate: " + CertificateRefusal.cause(e), e);
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException(file + " is larger than " + MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IllegalArgumentException unreadable(Path path, IOException why) {
    return new IllegalArgumentException("cannot read " + path + ": " + why, why);
  }
}
