package io.godwit.policy.auth.oauth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the signature (RFC 5849 sections 3.4.2 to 3.4.4), with the secret of the client. */
sealed interface OAuth1Signer {
  /** The value of {@code oauth_signature_method}. */
  String method();

  /** The signature of that base string, not yet percent-encoded. */
  String sign(String base, String tokenSecret);

  /** The digest that the draft on body hashes pairs with the method. */
  String digest();

  /** A keyed digest; the secrets are the key (section 3.4.2). */
  record Hmac(String method, String algorithm, String digest, String secret)
      implements OAuth1Signer {
    @Override
    public String sign(String base, String tokenSecret) {
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(ascii(key(secret, tokenSecret)), algorithm));
        return Base64.getEncoder().encodeToString(mac.doFinal(ascii(base)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(algorithm + " is missing from this platform", e);
      }
    }

    @Override
    public String toString() {
      return method;
    }
  }

  /** A private key of the client; the secret of the token plays no part (section 3.4.3). */
  record Rsa(String method, String algorithm, String digest, PrivateKey key)
      implements OAuth1Signer {
    @Override
    public String sign(String base, String tokenSecret) {
      try {
        return Base64.getEncoder().encodeToString(signature(ascii(base)));
      } catch (InvalidKeyException e) {
        throw new IllegalArgumentException("the key cannot sign with " + method, e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(algorithm + " failed", e);
      }
    }

    private byte[] signature(byte[] base) throws GeneralSecurityException {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(base);
      return signature.sign();
    }

    @Override
    public String toString() {
      return method;
    }
  }

  /** No signature: the secrets themselves (section 3.4.4). */
  record Plain(String secret) implements OAuth1Signer {
    @Override
    public String method() {
      return "PLAINTEXT";
    }

    @Override
    public String sign(String base, String tokenSecret) {
      return key(secret, tokenSecret);
    }

    @Override
    public String digest() {
      return "SHA-1";
    }

    @Override
    public String toString() {
      return method();
    }
  }

  /** The digest of content, for {@code oauth_body_hash}. */
  default String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance(digest()).digest(content);
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(digest() + " is missing from this platform", e);
    }
  }

  private static String key(String secret, String tokenSecret) {
    return Parameter.encoded(secret) + "&" + Parameter.encoded(tokenSecret);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
