package io.godwit.http.idna;

/**
 * Punycode (RFC 3492): one label of a domain name as ASCII, and back. Works on the part after
 * {@code xn--}, in lower case, which UTS #46 has seen to before.
 */
final class Punycode {
  // RFC 3492 section 5.
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;
  private static final char DELIMITER = '-';

  /** No delta of a valid label is larger, and twice its square still fits a long. */
  private static final long MAX_DELTA = (Character.MAX_CODE_POINT + 1L) * 64;

  private Punycode() {}

  /**
   * Encodes a label (RFC 3492 section 6.3).
   *
   * @param limit the largest useful result, in characters: a label with more code points, each of
   *     which takes at least one, is refused before the work, which grows with the square
   */
  static String encode(String label, int limit) {
    int[] codePoints = label.codePoints().toArray();
    if (codePoints.length > limit) {
      throw Idna.tooLong();
    }
    StringBuilder out = new StringBuilder(limit);
    label.chars().filter(c -> c < INITIAL_N).forEach(c -> out.append((char) c));
    int basic = out.length();
    if (basic > 0) {
      out.append(DELIMITER);
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    int handled = basic;
    while (handled < codePoints.length) {
      int next = smallestFrom(codePoints, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : codePoints) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendVariableLength(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  /**
   * Decodes what an encoder made (RFC 3492 section 6.2).
   *
   * @param text at most 59 characters of ASCII
   * @throws InvalidDomainName if no label encodes to this text
   */
  static String decode(String text) {
    int delimiter = Math.max(text.lastIndexOf(DELIMITER), 0);
    int[] codePoints = new int[text.length()];
    int length = 0;
    for (; length < delimiter; length++) {
      codePoints[length] = text.charAt(length);
    }
    int at = delimiter > 0 ? delimiter + 1 : 0;
    long n = INITIAL_N;
    long i = 0;
    int bias = INITIAL_BIAS;
    while (at < text.length()) {
      long before = i;
      long weight = 1;
      int k = BASE;
      while (true) {
        if (at == text.length()) {
          throw new InvalidDomainName("a label that begins with \"xn--\" is cut short");
        }
        int digit = digit(text.charAt(at++));
        i += digit * weight;
        int threshold = threshold(k, bias);
        if (i > MAX_DELTA) {
          throw notUnicode();
        }
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
        k += BASE;
      }
      length++;
      bias = adapt(i - before, length, before == 0);
      n += i / length;
      i %= length;
      if (n > Character.MAX_CODE_POINT || (n >= 0xD800 && n <= 0xDFFF)) {
        throw notUnicode();
      }
      System.arraycopy(codePoints, (int) i, codePoints, (int) i + 1, length - 1 - (int) i);
      codePoints[(int) i++] = (int) n;
    }
    return new String(codePoints, 0, length);
  }

  private static InvalidDomainName notUnicode() {
    return new InvalidDomainName("a label that begins with \"xn--\" stands for no Unicode text");
  }

  private static int smallestFrom(int[] codePoints, int n) {
    int smallest = Integer.MAX_VALUE;
    for (int c : codePoints) {
      if (c >= n && c < smallest) {
        smallest = c;
      }
    }
    return smallest;
  }

  private static void appendVariableLength(StringBuilder out, int delta, int bias) {
    int q = delta;
    int k = BASE;
    for (int t = threshold(k, bias); q >= t; t = threshold(k, bias)) {
      out.append(digitChar(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
      k += BASE;
    }
    out.append(digitChar(q));
  }

  private static int threshold(int k, int bias) {
    return Math.clamp(k - bias, T_MIN, T_MAX);
  }

  /** RFC 3492 section 6.1. */
  private static int adapt(long delta, int length, boolean first) {
    long d = first ? delta / DAMP : delta / 2;
    d += d / length;
    int k = 0;
    while (d > ((BASE - T_MIN) * T_MAX) / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return (int) (k + (BASE - T_MIN + 1) * d / (d + SKEW));
  }

  private static char digitChar(int digit) {
    return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 26;
    }
    throw InvalidDomainName.because("a label that begins with \"xn--\" has an odd character", c);
  }
}
