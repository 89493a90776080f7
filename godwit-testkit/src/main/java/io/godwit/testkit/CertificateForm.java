package io.godwit.testkit;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a certificate (RFC 5280), to be signed by someone. The JDK reads certificates but
 * has no public way to write one, and tests want neither another process nor a library for it.
 *
 * @param subject the common name of whom it is for
 * @param issuer the common name of who signs
 * @param names subject alternative names: DNS names and IP literals
 * @param usage the one thing that it may be used for, an object identifier of the extended key
 *     usages (RFC 5280 section 4.2.1.12); empty for anything
 */
record CertificateForm(
    String subject,
    String issuer,
    List<String> names,
    Instant from,
    Instant until,
    boolean authority,
    String usage,
    PublicKey key) {

  /** The extended key usage of clients. */
  static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int DIGITAL_SIGNATURE = 0x80;
  private static final int SIGN_CERTIFICATES = 0x04;

  X509Certificate sign(PrivateKey issuerKey) throws GeneralSecurityException {
    byte[] content = content();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuerKey);
    signature.update(content);
    byte[] whole = Der.sequence(content, algorithm(), Der.bits(signature.sign()));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(whole));
  }

  private byte[] content() {
    return Der.sequence(
        Der.tagged(0, Der.integer(BigInteger.TWO)), // version 3
        Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
        algorithm(),
        name(issuer),
        Der.sequence(Der.time(from), Der.time(until)),
        name(subject),
        key.getEncoded(),
        Der.tagged(3, Der.sequence(extensions())));
  }

  private byte[][] extensions() {
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(
        extension(
            BASIC_CONSTRAINTS, true, authority ? Der.sequence(Der.bool(true)) : Der.sequence()));
    extensions.add(
        extension(KEY_USAGE, true, Der.flags(authority ? SIGN_CERTIFICATES : DIGITAL_SIGNATURE)));
    if (!usage.isEmpty()) {
      byte[] uses = Der.sequence(Der.identifier(usage));
      extensions.add(extension(EXTENDED_KEY_USAGE, false, uses));
    }
    if (!names.isEmpty()) {
      byte[][] general = names.stream().map(CertificateForm::generalName).toArray(byte[][]::new);
      extensions.add(extension(ALTERNATIVE_NAMES, false, Der.sequence(general)));
    }
    return extensions.toArray(byte[][]::new);
  }

  private static byte[] extension(String identifier, boolean critical, byte[] content) {
    byte[] value = Der.value(Der.OCTETS, content);
    return critical
        ? Der.sequence(Der.identifier(identifier), Der.bool(true), value)
        : Der.sequence(Der.identifier(identifier), value);
  }

  private static byte[] generalName(String name) {
    try {
      return Der.implicit(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
    } catch (IllegalArgumentException e) {
      return Der.implicit(DNS_NAME, Der.ascii(name));
    }
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.utf8(commonName))));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
  }
}
