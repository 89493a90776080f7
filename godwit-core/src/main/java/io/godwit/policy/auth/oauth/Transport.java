package io.godwit.policy.auth.oauth;

import io.godwit.http.Origin;
import java.util.regex.Pattern;

/** Whether a secret may be sent to a place (RFC 6749 section 3.2, RFC 6750 section 5.3). */
final class Transport {
  /** A host is in canonical form, where only an address looks like this. */
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+");

  private Transport() {}

  /** Whether nobody on the way can read it: by https, or because it does not leave the machine. */
  static boolean keeps(Origin origin) {
    return origin.scheme().equals("https")
        || origin.scheme().equals("wss")
        || isLoopback(origin.host());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") // RFC 6761 section 6.3
        || host.endsWith(".localhost")
        || host.equals("::1")
        || IPV4_LOOPBACK.matcher(host).matches();
  }
}
