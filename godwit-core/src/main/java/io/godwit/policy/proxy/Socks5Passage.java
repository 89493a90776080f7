package io.godwit.policy.proxy;

import io.godwit.http.HttpFailure;
import io.godwit.http.HttpFailure.Proxy.Problem;
import io.godwit.policy.auth.UserInfo;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS 5 (RFC 1928): a greeting with the methods of authentication that can be had, name and
 * password if the proxy chooses so (RFC 1929), then the request. Names are sent as they are, for
 * the proxy to look up. Exactly what belongs to an answer is read, and not a byte of what follows
 * it.
 */
final class Socks5Passage implements Passage {
  private static final int VERSION = 5;
  private static final int LOGIN_VERSION = 1;
  private static final int CONNECT = 1;

  private static final int NO_AUTHENTICATION = 0;
  private static final int NAME_AND_PASSWORD = 2;
  private static final int NONE_ACCEPTABLE = 0xFF;

  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /** Version, code, reserved, kind of address, and the first octet of that. */
  private static final int REPLY_BEGIN = 5;

  private enum State {
    GREETED,
    LOGGED_IN,
    REQUESTED,
    REPLIED
  }

  private final Proxy proxy;
  private final Goal goal;
  private State state = State.GREETED;

  Socks5Passage(Proxy proxy, Goal goal) {
    this.proxy = proxy;
    this.goal = goal;
  }

  @Override
  public Step begin() {
    if (goal.literal().isEmpty() && Octets.of(goal.host()).length > 255) {
      return refuse("the name of " + goal.where() + " is too long for SOCKS 5");
    }
    state = State.GREETED;
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    greeting.write(VERSION);
    if (proxy.login().isPresent()) {
      greeting.write(2);
      greeting.write(NO_AUTHENTICATION);
      greeting.write(NAME_AND_PASSWORD);
    } else {
      greeting.write(1);
      greeting.write(NO_AUTHENTICATION);
    }
    return new Step.Talk(Octets.message(greeting), 2);
  }

  @Override
  public Step received(ByteBuffer bytes) {
    int version = bytes.get(0) & 0xFF;
    int code = bytes.get(1) & 0xFF;
    return switch (state) {
      case GREETED -> version == VERSION ? chosen(code) : notSocks(version);
      case LOGGED_IN -> code == 0 ? request() : refuse("name and password are refused");
      case REQUESTED -> version == VERSION ? reply(code, bytes) : notSocks(version);
      case REPLIED -> new Step.Through();
    };
  }

  private Step chosen(int method) {
    return switch (method) {
      case NO_AUTHENTICATION -> request();
      case NAME_AND_PASSWORD ->
          proxy.login().map(this::login).orElseGet(() -> refuse("it wants a name and a password"));
      case NONE_ACCEPTABLE ->
          refuse(
              proxy.login().isPresent()
                  ? "it takes neither name and password nor nobody"
                  : "it wants a name and a password");
      default -> refuse("it wants the method " + method + ", which was not offered");
    };
  }

  private Step login(UserInfo shown) {
    state = State.LOGGED_IN;
    byte[] name = Octets.of(shown.name());
    byte[] password = Octets.of(shown.password());
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(LOGIN_VERSION);
    message.write(name.length);
    message.writeBytes(name);
    message.write(password.length);
    message.writeBytes(password);
    return new Step.Talk(Octets.message(message), 2);
  }

  private Step request() {
    state = State.REQUESTED;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(VERSION);
    message.write(CONNECT);
    message.write(0);
    Optional<InetAddress> literal = goal.literal();
    if (literal.isPresent()) {
      byte[] address = literal.get().getAddress();
      message.write(address.length == 4 ? IPV4 : IPV6);
      message.writeBytes(address);
    } else {
      byte[] name = Octets.of(goal.host());
      message.write(NAME);
      message.write(name.length);
      message.writeBytes(name);
    }
    message.write(goal.port() >> 8);
    message.write(goal.port());
    return new Step.Talk(Octets.message(message), REPLY_BEGIN);
  }

  /** What is left is the rest of the address that the proxy has bound, and its port. */
  private Step reply(int code, ByteBuffer bytes) {
    if (code != 0) {
      return refuse("no way to " + goal.where() + ": " + refusal(code));
    }
    int kind = bytes.get(3) & 0xFF;
    int first = bytes.get(4) & 0xFF;
    state = State.REPLIED;
    return switch (kind) {
      case IPV4 -> rest(3 + 2);
      case IPV6 -> rest(15 + 2);
      case NAME -> rest(first + 2);
      default -> refuse("it answers with an address of the kind " + kind);
    };
  }

  private static Step rest(int octets) {
    return new Step.Talk(ByteBuffer.allocate(0).asReadOnlyBuffer(), octets);
  }

  private static String refusal(int code) {
    return switch (code) {
      case 1 -> "general failure";
      case 2 -> "not allowed";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable";
      case 5 -> "connection refused";
      case 6 -> "TTL expired";
      case 7 -> "it cannot connect";
      case 8 -> "it does not know this kind of address";
      default -> "code " + code;
    };
  }

  private Step notSocks(int version) {
    return refuse("no answer of SOCKS 5: it begins with " + version);
  }

  private Step refuse(String why) {
    return new Step.Refuse(failure(why, null));
  }

  @Override
  public HttpFailure broken(String reason, Throwable cause) {
    return failure(reason, cause);
  }

  private HttpFailure failure(String why, @Nullable Throwable cause) {
    return new HttpFailure.Proxy(proxy.toString(), Problem.HANDSHAKE, why, Optional.empty(), cause);
  }
}
