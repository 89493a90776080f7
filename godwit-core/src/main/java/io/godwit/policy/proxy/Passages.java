package io.godwit.policy.proxy;

import io.godwit.http.Entropy;
import io.godwit.http.Headers;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import io.godwit.policy.dial.Via;
import io.godwit.policy.given.Cell;
import java.util.Optional;

/** The way by a proxy, for each kind of them. */
public final class Passages {
  private Passages() {}

  /**
   * To the proxy alone, which is then handed requests with their whole URI.
   *
   * @throws IllegalArgumentException when it is no HTTP proxy
   */
  public static Via forwarding(Proxy proxy) {
    if (proxy.kind().socks()) {
      throw new IllegalArgumentException(proxy + " does not forward requests");
    }
    return new Via(proxy.toString(), proxy.goal(), Optional.empty());
  }

  /**
   * Past the proxy to that goal.
   *
   * @param fields what a CONNECT has besides {@code Host}, such as {@code User-Agent}
   * @param memory what the client has learnt about proxies
   */
  public static Via tunnel(
      Proxy proxy, Goal goal, Headers fields, Cell<AuthMemory> memory, Entropy entropy) {
    Passage passage =
        switch (proxy.kind()) {
          case HTTP, HTTPS ->
              new ConnectPassage(proxy, goal, fields, ProxyLogin.to(proxy, memory, entropy));
          case SOCKS4A -> new Socks4Passage(proxy, goal);
          case SOCKS5 -> new Socks5Passage(proxy, goal);
        };
    return new Via(proxy.toString(), proxy.goal(), Optional.of(passage));
  }
}
