package io.godwit.policy.auth;

import io.godwit.http.Origin;
import java.util.Optional;

/**
 * Which credentials one call may show to whom. Whatever was given for an origin is shown to that
 * one and no other, wherever redirects lead. Immutable.
 *
 * <p>For the origin of the call's first request, in this order: the user information of its URI,
 * the call's own credentials, the client's for that origin, the entry or the default of the netrc.
 * For the others: the client's, and, over https at its own port, the netrc entry of the host. A
 * redirect to another port or to plain http is to the same host and yet to somebody else, and a
 * server must not be able to ask for the default by naming a host.
 */
public final class CallKeys {
  private static final Origin NOWHERE = new Origin("", "", -1);
  private static final CallKeys NONE =
      new CallKeys(Keyring.empty(), NOWHERE, Optional.empty(), false);

  private final Keyring client;
  private final Origin first;
  private final Optional<Credentials> own;
  private final boolean everywhere;

  CallKeys(Keyring client, Origin first, Optional<Credentials> own, boolean everywhere) {
    this.client = client;
    this.first = first;
    this.own = own;
    this.everywhere = everywhere;
  }

  /** Nothing is shown to anybody. */
  public static CallKeys none() {
    return NONE;
  }

  /** Whether nothing is shown to anybody. */
  public boolean isNone() {
    return client.isEmpty() && own.isEmpty();
  }

  /**
   * A copy for a call whose first request goes to that origin and not to the one that its URI
   * names, because the client itself knows that the host is to be asked by https.
   */
  public CallKeys begunAt(Origin origin) {
    return origin.equals(first) ? this : new CallKeys(client, origin, own, everywhere);
  }

  /** A copy that shows what is for the first origin to every other one as well. */
  public CallKeys everywhere() {
    return new CallKeys(client, first, own, true);
  }

  /** What may be shown to that origin. */
  public Optional<Credentials> find(Origin origin) {
    Optional<Credentials> bound = origin.equals(first) || everywhere ? own : Optional.empty();
    return bound.or(() -> client.own(origin)).or(() -> ofNetrc(origin));
  }

  /** Over https a netrc login is sent at once, as other programs do; otherwise it is asked for. */
  private Optional<Credentials> ofNetrc(Origin origin) {
    boolean https = origin.scheme().equals("https");
    Optional<Login> login = Optional.empty();
    if (origin.equals(first)) {
      login = client.netrc().flatMap(netrc -> netrc.find(origin.host()));
    } else if (https && origin.port() == 443) {
      login = client.netrc().flatMap(netrc -> netrc.machine(origin.host()));
    }
    return login.map(found -> found.preemptive(https));
  }

  /** Whose they are, and nothing of them. */
  @Override
  public String toString() {
    return "keys of a call to " + first;
  }
}
