package io.godwit.net;

import io.godwit.wire.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in PEM: PKCS #8 (RFC 5958), plain or encrypted by a password (PBES2, RFC 8018), and
 * what OpenSSL wrote before it, PKCS #1 for RSA (RFC 8017) and SEC 1 for elliptic curves (RFC
 * 5915), plain or in OpenSSL's own encryption.
 */
final class PrivateKeys {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");
  private static final String SEPARATOR = ",";

  private PrivateKeys() {}

  /**
   * The one private key of a text.
   *
   * @throws IllegalArgumentException when there is none, or more than one, or it cannot be read
   */
  static PrivateKey of(String pem, @Nullable String password) {
    PrivateKey found = null;
    for (Pem block : Pem.parse(pem)) {
      if (block.label().endsWith("PRIVATE KEY")) {
        if (found != null) {
          throw new IllegalArgumentException("more than one private key");
        }
        found = of(block, password);
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("no private key");
    }
    return found;
  }

  private static PrivateKey of(Pem block, @Nullable String password) {
    try {
      return key(
          switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "ENCRYPTED PRIVATE KEY" -> opened(block.content(), required(password));
            case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(traditional(block, password));
            case "EC PRIVATE KEY" -> Pkcs8.ofCurve(traditional(block, password));
            default ->
                throw new IllegalArgumentException(
                    "a key of a kind that TLS does not use: " + block.label());
          });
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the private key cannot be read"
              + (password == null ? "" : ", perhaps it has another password")
              + ": "
              + CertificateRefusal.cause(e),
          e);
    }
  }

  /** The JDK asks for the algorithm, and refuses a key of another one. */
  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    InvalidKeySpecException first = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        first = first == null ? e : first;
      }
    }
    throw new InvalidKeySpecException("neither RSA nor a curve that this JDK knows", first);
  }

  private static byte[] opened(byte[] encrypted, String password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
    if (info.getAlgParameters() == null) {
      throw new GeneralSecurityException("its encryption is unknown here: " + info.getAlgName());
    }
    // The JDK knows PBES2 by the name of what is in it, which its parameters are shown by.
    String shown = info.getAlgParameters().toString();
    String name = shown != null && shown.startsWith("PBE") ? shown : info.getAlgName();
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(name).generateSecret(spec),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] traditional(Pem block, @Nullable String password)
      throws GeneralSecurityException {
    String dekInfo = block.dekInfo().orElse(null);
    if (dekInfo == null) {
      return block.content();
    }
    int separator = dekInfo.indexOf(SEPARATOR);
    String algorithm = dekInfo.substring(0, Math.max(separator, 0));
    byte[] start = HexFormat.of().parseHex(dekInfo.substring(separator + 1));
    Cipher cipher =
        Cipher.getInstance(
            algorithm.startsWith("AES") ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
    int keyLength =
        switch (algorithm) {
          case "AES-128-CBC" -> 16;
          case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
          case "AES-256-CBC" -> 32;
          default ->
              throw new GeneralSecurityException("its encryption is unknown here: " + algorithm);
        };
    if (start.length != cipher.getBlockSize()) {
      throw new GeneralSecurityException("its DEK-Info is malformed");
    }
    byte[] key = derived(required(password), start, keyLength);
    SecretKeySpec secret = new SecretKeySpec(key, algorithm.startsWith("AES") ? "AES" : "DESede");
    cipher.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(start));
    return cipher.doFinal(block.content());
  }

  /**
   * OpenSSL's EVP_BytesToKey with MD5 and one round, which is weak; but how the file was encrypted
   * was decided elsewhere.
   */
  private static byte[] derived(String password, byte[] salt, int length)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] round = new byte[0];
    while (key.length < length) {
      digest.update(round);
      digest.update(password.getBytes(StandardCharsets.UTF_8));
      digest.update(salt, 0, 8);
      round = digest.digest();
      int before = key.length;
      key = Arrays.copyOf(key, before + round.length);
      System.arraycopy(round, 0, key, before, round.length);
    }
    return Arrays.copyOf(key, length);
  }

  private static String required(@Nullable String password) {
    if (password == null) {
      throw new IllegalArgumentException("the private key is encrypted, and has no password here");
    }
    return password;
  }
}
