package io.godwit.http;

/** Which ASCII characters may stand where in a URI (RFC 3986 sections 2 and 3): a bit per place. */
final class UriCharacters {
  /** User information: unreserved, sub-delims and the colon. */
  static final int USER_INFO = 1;

  /** Path: pchar and the slash. */
  static final int PATH = 2;

  /** Query and fragment: pchar, slash and question mark. */
  static final int QUERY = 4;

  /** Unreserved: never needs an escape, means the same with one. */
  static final int UNRESERVED = 8;

  /** Scheme, which must also begin with a letter. */
  static final int SCHEME = 16;

  /** Host name: letters, digits and hyphen, the dot between them, and the underscore. */
  static final int HOST = 32;

  private static final String SUB_DELIMS = "!$&'()*+,;=";
  private static final byte[] PLACES = places();

  private UriCharacters() {}

  /** Whether the character may stand in the place. */
  static boolean may(char c, int place) {
    return c < 0x80 && (PLACES[c] & place) != 0;
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** C0 controls and DEL. */
  static boolean isControl(int c) {
    return c < ' ' || c == 0x7F;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexValue(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static byte[] places() {
    byte[] places = new byte[0x80];
    for (char c = '!'; c < 0x7F; c++) {
      places[c] = (byte) placesOf(c);
    }
    return places;
  }

  private static int placesOf(char c) {
    boolean alphanumeric = isLetter(c) || isDigit(c);
    int places = 0;
    if (alphanumeric || "-._~".indexOf(c) >= 0) {
      places |= UNRESERVED | USER_INFO | PATH | QUERY;
    }
    if (alphanumeric || "+-.".indexOf(c) >= 0) {
      places |= SCHEME;
    }
    if (alphanumeric || "-._".indexOf(c) >= 0) {
      places |= HOST;
    }
    if (SUB_DELIMS.indexOf(c) >= 0) {
      places |= USER_INFO | PATH | QUERY;
    }
    return switch (c) {
      case ':' -> places | USER_INFO | PATH | QUERY;
      case '@', '/' -> places | PATH | QUERY;
      case '?' -> places | QUERY;
      default -> places;
    };
  }
}
