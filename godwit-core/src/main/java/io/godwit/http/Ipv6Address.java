package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * IPv6 addresses as text: read as RFC 4291 section 2.2 and RFC 3986 section 3.2.2 allow them,
 * printed in the one form of RFC 5952. An IPv4-mapped address ends in dotted decimal (section 5).
 */
final class Ipv6Address {
  private static final int GROUPS = 8;

  private Ipv6Address() {}

  /**
   * The canonical text of the address in the range, which has no brackets, or null if it is none. A
   * zone is not part of an address.
   */
  static @Nullable String canonical(String text, int from, int to) {
    int[] groups = parse(text, from, to);
    return groups == null ? null : print(groups);
  }

  /** Reads groups from left to right; where "::" stood, zeros are put in at the end. */
  private static int @Nullable [] parse(String text, int from, int to) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    int i = from;
    if (text.startsWith("::", from) && to - from >= 2) {
      gap = 0;
      i = from + 2;
    }
    while (i < to) {
      int end = endOfGroup(text, i, to);
      if (end < to && text.charAt(end) == '.') {
        long ipv4 = Ipv4Address.parse(text, i, to);
        if (ipv4 < 0 || count > GROUPS - 2) {
          return null;
        }
        groups[count++] = (int) (ipv4 >> 16);
        groups[count++] = (int) (ipv4 & 0xFFFF);
        break;
      }
      if (end == i || end - i > 4 || count == GROUPS) {
        return null;
      }
      groups[count++] = Integer.parseInt(text, i, end, 16);
      if (end == to) {
        break;
      }
      if (text.charAt(end) != ':') {
        return null;
      }
      i = end + 1;
      if (i < to && text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      } else if (i == to) {
        return null;
      }
    }
    return spread(groups, count, gap);
  }

  private static int @Nullable [] spread(int[] groups, int count, int gap) {
    if (gap < 0) {
      return count == GROUPS ? groups : null;
    }
    if (count == GROUPS) {
      return null;
    }
    int[] spread = new int[GROUPS];
    System.arraycopy(groups, 0, spread, 0, gap);
    System.arraycopy(groups, gap, spread, GROUPS - (count - gap), count - gap);
    return spread;
  }

  private static int endOfGroup(String text, int from, int to) {
    int end = from;
    while (end < to && UriCharacters.hexValue(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static String print(int[] groups) {
    int gap = longestZeros(groups);
    int gapEnd = gap < 0 ? -1 : gap + zerosAt(groups, gap);
    boolean mapped = isIpv4Mapped(groups);
    StringBuilder out = new StringBuilder(39);
    int i = 0;
    while (i < (mapped ? GROUPS - 2 : GROUPS)) {
      if (i == gap) {
        out.append("::");
        i = gapEnd;
        continue;
      }
      if (i > 0 && i != gapEnd) {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i++]));
    }
    if (mapped) {
      out.append(':').append(groups[6] >> 8).append('.').append(groups[6] & 0xFF);
      out.append('.').append(groups[7] >> 8).append('.').append(groups[7] & 0xFF);
    }
    return out.toString();
  }

  /** Where the first of the longest runs of two or more zero groups begins, or -1. */
  private static int longestZeros(int[] groups) {
    int longest = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosAt(groups, i);
      if (zeros > length) {
        longest = i;
        length = zeros;
      }
    }
    return longest;
  }

  private static int zerosAt(int[] groups, int at) {
    int end = at;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - at;
  }

  /** Whether the address is in ::ffff:0:0/96 (RFC 4291 section 2.5.5.2). */
  private static boolean isIpv4Mapped(int[] groups) {
    return zerosAt(groups, 0) == 5 && groups[5] == 0xFFFF;
  }
}
