package io.godwit.policy.dial;

import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.net.InetAddress;

/**
 * Addresses as a caller writes them into options: numbers, in the one form that all programs agree
 * on, never a name. So nothing is looked up, and {@code 127.1} is not an address here and another
 * there.
 */
final class IpLiteral {
  private IpLiteral() {}

  /**
   * The address; IPv6 with or without its brackets, without a zone.
   *
   * @throws IllegalArgumentException when it is none
   */
  static InetAddress of(String text) {
    boolean bare = text.indexOf(':') >= 0 && !text.startsWith("[");
    Uri uri;
    try {
      uri = Uri.of("http://" + (bare ? "[" + text + "]" : text) + "/");
    } catch (InvalidUri e) {
      throw notOne(text);
    }
    String whole = "http://" + uri.authority() + "/";
    if (!uri.hostIsLiteral() || uri.port() != 80 || !uri.text().equals(whole)) {
      throw notOne(text);
    }
    return InetAddress.ofLiteral(uri.host());
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException(
        "not an IPv4 address of four decimal numbers, nor an IPv6 address: " + text);
  }
}
