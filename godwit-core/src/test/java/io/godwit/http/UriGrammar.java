package io.godwit.http;

import java.util.regex.Pattern;

/**
 * RFC 3986 appendix A, written down once more, as regular expressions: what tests hold texts to.
 */
public final class UriGrammar {
  private static final String UNRESERVED = "[A-Za-z0-9._~-]";
  private static final String ESCAPE = "%[0-9A-Fa-f]{2}";
  private static final String SUB_DELIMS = "[!$&'()*+,;=]";
  private static final String PCHAR = any(UNRESERVED, ESCAPE, SUB_DELIMS, "[:@]");
  private static final String SEGMENT = PCHAR + "*+";
  private static final String SEGMENT_NZ = PCHAR + "++";
  private static final String SEGMENT_NZ_NC = any(UNRESERVED, ESCAPE, SUB_DELIMS, "@") + "++";
  private static final String QUERY = any(PCHAR, "[/?]") + "*+";
  private static final String PATH_ABEMPTY = "(?:/" + SEGMENT + ")*+";
  private static final String PATH_ABSOLUTE = "/(?:" + SEGMENT_NZ + PATH_ABEMPTY + ")?";
  private static final String PATH_NOSCHEME = SEGMENT_NZ_NC + PATH_ABEMPTY;
  private static final String DEC_OCTET =
      any("25[0-5]", "2[0-4][0-9]", "1[0-9]{2}", "[1-9][0-9]", "[0-9]");
  private static final String IPV4 = DEC_OCTET + "(?:\\." + DEC_OCTET + "){3}";
  private static final String H16 = "[0-9A-Fa-f]{1,4}";
  private static final String LS32 = any(H16 + ":" + H16, IPV4);
  private static final String IPV6 =
      any(
          "(?:" + H16 + ":){6}" + LS32,
          "::(?:" + H16 + ":){5}" + LS32,
          "(?:" + H16 + ")?::(?:" + H16 + ":){4}" + LS32,
          upTo(1) + "::(?:" + H16 + ":){3}" + LS32,
          upTo(2) + "::(?:" + H16 + ":){2}" + LS32,
          upTo(3) + "::" + H16 + ":" + LS32,
          upTo(4) + "::" + LS32,
          upTo(5) + "::" + H16,
          upTo(6) + "::");
  private static final String REG_NAME = any(UNRESERVED, ESCAPE, SUB_DELIMS) + "*";
  private static final String USER_INFO = any(UNRESERVED, ESCAPE, SUB_DELIMS, ":") + "*";
  private static final String HOST = any("\\[" + IPV6 + "\\]", IPV4, REG_NAME);
  private static final String AUTHORITY = "(?:" + USER_INFO + "@)?" + HOST + "(?::[0-9]*)?";
  private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*";
  private static final String TAIL = "(?:\\?" + QUERY + ")?(?:#" + QUERY + ")?";

  public static final Pattern IPV6_ADDRESS = Pattern.compile(IPV6);
  public static final Pattern IPV4_ADDRESS = Pattern.compile(IPV4);

  /** scheme ":" "//" authority path-abempty [ "?" query ] [ "#" fragment ]. */
  public static final Pattern URI =
      Pattern.compile(SCHEME + "://" + AUTHORITY + PATH_ABEMPTY + TAIL);

  /** relative-part [ "?" query ] [ "#" fragment ]. */
  public static final Pattern RELATIVE =
      Pattern.compile(
          any("//" + AUTHORITY + PATH_ABEMPTY, PATH_ABSOLUTE, PATH_NOSCHEME, "") + TAIL);

  /** absolute-path [ "?" query ] of RFC 9112 section 3.2.1. */
  public static final Pattern ORIGIN_FORM =
      Pattern.compile("(?:/" + SEGMENT + ")++(?:\\?" + QUERY + ")?");

  private UriGrammar() {}

  private static String any(String... alternatives) {
    return "(?:" + String.join("|", alternatives) + ")";
  }

  private static String upTo(int groups) {
    return "(?:(?:" + H16 + ":){0," + groups + "}" + H16 + ")?";
  }
}
