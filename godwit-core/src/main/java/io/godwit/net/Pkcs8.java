package io.godwit.net;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Puts a private key of an older form into PKCS #8 (RFC 5958 section 2), the one that the JDK
 * reads: the same bytes behind the name of their algorithm.
 */
final class Pkcs8 {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xA0; // [0] of RFC 5915 section 3

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

  /** rsaEncryption with its NULL (RFC 8017 appendix A.1). */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** id-ecPublicKey (RFC 5480 section 2.1.1), in front of the curve. */
  private static final byte[] ON_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Pkcs8() {}

  /** Of an RSAPrivateKey (RFC 8017 appendix A.1.2). */
  static byte[] ofRsa(byte[] key) {
    return value(SEQUENCE, VERSION_0, RSA, value(OCTETS, key));
  }

  /**
   * Of an ECPrivateKey (RFC 5915 section 3), which says itself what curve it is on.
   *
   * @throws InvalidKeySpecException when it does not, or is none
   */
  static byte[] ofCurve(byte[] key) throws InvalidKeySpecException {
    Reader outer = new Reader(key, 0, key.length);
    Reader fields = outer.enter(SEQUENCE);
    fields.enter(INTEGER);
    fields.enter(OCTETS);
    Reader curve = fields.enter(PARAMETERS);
    byte[] algorithm = value(SEQUENCE, ON_CURVE, Arrays.copyOfRange(key, curve.at, curve.end));
    return value(SEQUENCE, VERSION_0, algorithm, value(OCTETS, key));
  }

  /** The values of a constructed one in turn (ITU-T X.690). */
  private static final class Reader {
    private final byte[] der;
    private final int end;
    private int at;

    Reader(byte[] der, int at, int end) {
      this.der = der;
      this.at = at;
      this.end = end;
    }

    /** What is in the next value, which must be of that kind. */
    Reader enter(int tag) throws InvalidKeySpecException {
      if (octet() != tag) {
        throw malformed();
      }
      int length = octet();
      if (length >= 0x80) {
        int octets = length - 0x80;
        if (octets == 0 || octets > 3) { // 16 MiB are more than any key
          throw malformed();
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = length << 8 | octet();
        }
      }
      if (length > end - at) {
        throw malformed();
      }
      Reader content = new Reader(der, at, at + length);
      at += length;
      return content;
    }

    private int octet() throws InvalidKeySpecException {
      if (at >= end) {
        throw malformed();
      }
      return der[at++] & 0xFF;
    }

    private static InvalidKeySpecException malformed() {
      return new InvalidKeySpecException("not a key on a curve that has a name");
    }
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream(length + 5);
    value.write(tag);
    if (length < 0x80) {
      value.write(length);
    } else {
      int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8; // as few as will do
      value.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
        value.write(length >>> shift);
      }
    }
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    return value.toByteArray();
  }
}
