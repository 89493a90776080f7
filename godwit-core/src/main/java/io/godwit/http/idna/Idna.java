package io.godwit.http.idna;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The ToASCII operation of UTS #46 (section 4.2): turns a domain name as people write it into the
 * name that is looked up.
 *
 * <pre>{@code
 * Idna.toAscii("faß.de");        // "xn--fa-hia.de"
 * Idna.toAscii("日本語。ＪＰ");   // "xn--wgv71a119e.jp"
 * }</pre>
 *
 * <p>The processing is non-transitional, so that {@code ß}, {@code ς} and the joiners keep their
 * meaning. The flags, and why:
 *
 * <ul>
 *   <li>CheckHyphens=false: names in use have hyphens in the third and fourth place.
 *   <li>CheckBidi=true, CheckJoiners=true: what they refuse can be made to look like another name.
 *   <li>UseSTD3ASCIIRules=true, with one exception: what is not a letter, digit or hyphen of ASCII
 *       has a meaning in a URI or none in a host name, but {@code _} is common in names of internal
 *       networks and harmless.
 *   <li>VerifyDnsLength=true, except that the empty label of the root, a dot at the end, is kept.
 * </ul>
 *
 * <p>Stateless; safe for use by any thread.
 */
public final class Idna {
  /** How the ASCII form of an international label begins (RFC 5890 section 2.3.2.1). */
  static final String ACE_PREFIX = "xn--";

  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  private Idna() {}

  /**
   * The ASCII form of the name, in lower case.
   *
   * @param name a domain name in Unicode, ASCII or a mixture of both, with or without a dot at the
   *     end
   * @throws InvalidDomainName if a label is empty, too long or breaks a rule of UTS #46, or if the
   *     name is longer than 253 characters
   */
  public static String toAscii(String name) {
    String mapped = Normalizer.normalize(IdnaTable.unicode().map(name), Normalizer.Form.NFC);
    List<String> labels = labels(mapped);
    labels.replaceAll(Idna::decoded);
    boolean bidi = labels.stream().anyMatch(BidiRule::isRightToLeft);
    StringBuilder ascii = new StringBuilder(name.length() + 8);
    for (String label : labels) {
      LabelRules.check(label, bidi);
      appendLabel(ascii, label);
    }
    if (ascii.length() > MAX_NAME) {
      throw new InvalidDomainName("the name is longer than 253 characters");
    }
    return mapped.endsWith(".") ? ascii.append('.').toString() : ascii.toString();
  }

  /** The labels of the name, without the empty one of the root. */
  private static List<String> labels(String name) {
    List<String> labels = new ArrayList<>(4);
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      labels.add(name.substring(from, dot));
      from = dot + 1;
    }
    if (from < name.length() || labels.isEmpty()) {
      labels.add(name.substring(from));
    }
    return labels;
  }

  /** The Unicode form of the label (UTS #46 section 4, step 4). */
  private static String decoded(String label) {
    if (!label.startsWith(ACE_PREFIX)) {
      return label;
    }
    if (label.length() > MAX_LABEL) {
      throw tooLong();
    }
    if (!isAscii(label)) {
      throw new InvalidDomainName("a label that begins with \"xn--\" has characters outside ASCII");
    }
    String unicode = Punycode.decode(label.substring(ACE_PREFIX.length()));
    if (isAscii(unicode)) {
      throw new InvalidDomainName("a label that begins with \"xn--\" stands for an ASCII label");
    }
    return unicode;
  }

  private static void appendLabel(StringBuilder ascii, String label) {
    if (!ascii.isEmpty()) {
      ascii.append('.');
    }
    int start = ascii.length();
    if (isAscii(label)) {
      ascii.append(label);
    } else {
      ascii.append(ACE_PREFIX).append(Punycode.encode(label, MAX_LABEL));
    }
    if (ascii.length() - start > MAX_LABEL) {
      throw tooLong();
    }
  }

  static InvalidDomainName tooLong() {
    return new InvalidDomainName("a label is longer than 63 characters");
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
