package io.godwit.policy.proxy;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.policy.auth.UserInfo;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS 4a: one message there, one of eight octets back. An address of IPv4 is sent as such, a name
 * behind an address that cannot be (0.0.0.x), which means that the proxy is to look it up.
 */
final class Socks4Passage implements Passage {
  private static final int VERSION = 4;
  private static final int CONNECT = 1;
  private static final int ANSWER = 8;
  private static final int GRANTED = 90;

  private final Proxy proxy;
  private final Goal goal;

  Socks4Passage(Proxy proxy, Goal goal) {
    this.proxy = proxy;
    this.goal = goal;
  }

  @Override
  public Step begin() {
    byte[] address = goal.literal().map(ip -> ip.getAddress()).orElse(new byte[] {0, 0, 0, 1});
    boolean named = goal.literal().isEmpty();
    if (address.length != 4) {
      return new Step.Refuse(failure("SOCKS 4a has no IPv6, " + goal.where() + " needs it", null));
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(VERSION);
    message.write(CONNECT);
    message.write(goal.port() >> 8);
    message.write(goal.port());
    message.writeBytes(address);
    message.writeBytes(Octets.of(proxy.login().map(UserInfo::name).orElse("")));
    message.write(0);
    if (named) {
      message.writeBytes(Octets.of(goal.host()));
      message.write(0);
    }
    return new Step.Talk(Octets.message(message), ANSWER);
  }

  @Override
  public Step received(ByteBuffer bytes) {
    int version = bytes.get(0);
    int code = bytes.get(1) & 0xFF;
    if (version != 0) {
      return new Step.Refuse(failure("no answer of SOCKS 4: it begins with " + version, null));
    }
    return code == GRANTED ? new Step.Through() : new Step.Refuse(failure(refusal(code), null));
  }

  private String refusal(int code) {
    String why =
        switch (code) {
          case 91 -> "rejected or failed";
          case 92 -> "it cannot ask who the user is (identd)";
          case 93 -> "identd names another user";
          default -> "code " + code;
        };
    return "no way to " + goal.where() + ": " + why;
  }

  @Override
  public HttpFailure broken(String reason, Throwable cause) {
    return failure(reason, cause);
  }

  private HttpFailure failure(String why, @Nullable Throwable cause) {
    return new HttpFailure.Proxy(proxy.toString(), Problem.HANDSHAKE, why, Optional.empty(), cause);
  }
}
