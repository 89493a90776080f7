package io.godwit.policy.auth;

import io.godwit.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks answers as a server does, written apart from what makes them. */
record DigestCheck(String javaAlgorithm, boolean session, String user, String password) {
  private static final Pattern PARAMETER =
      Pattern.compile("([\\w*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

  static Map<String, String> parameters(Request request) {
    String value = request.header("Authorization").orElse("");
    Map<String, String> parameters = new HashMap<>();
    for (Matcher m = PARAMETER.matcher(value); m.find(); ) {
      String quoted = m.group(2);
      parameters.put(m.group(1), quoted == null ? m.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return parameters;
  }

  /** What the response parameter must be, from the other parameters and the request. */
  String expected(Request request, byte[] content) {
    return value(request, request.method() + ":" + request.uri().target(), content);
  }

  /** What the server proves with. */
  String rspauth(Request request) {
    return value(request, ":" + request.uri().target(), new byte[0]);
  }

  private String value(Request request, String a2, byte[] content) {
    Map<String, String> p = parameters(request);
    String a1 = hash(utf8(user) + ":" + p.get("realm") + ":" + utf8(password));
    if (session) {
      a1 = hash(a1 + ":" + p.get("nonce") + ":" + p.get("cnonce"));
    }
    if ("auth-int".equals(p.get("qop"))) {
      a2 += ":" + hash(new String(content, StandardCharsets.ISO_8859_1));
    }
    String middle =
        p.containsKey("qop") ? p.get("nc") + ":" + p.get("cnonce") + ":" + p.get("qop") + ":" : "";
    return hash(a1 + ":" + p.get("nonce") + ":" + middle + hash(a2));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private String hash(String octets) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(javaAlgorithm)
                  .digest(octets.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
