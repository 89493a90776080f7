package io.godwit.policy.auth;

import io.godwit.http.Origin;
import io.godwit.http.Uri;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a client, each bound to one origin (scheme, host and port), and a {@link
 * Netrc} for hosts. Immutable.
 *
 * <pre>{@code
 * Keyring keyring = Keyring.empty().with(Uri.of("https://api.example.org/").origin(), Bearer.of("mF_9.B5f-4.1JqM"));
 * CallKeys keys = keyring.forCall(Uri.of(url), Optional.empty());
 * }</pre>
 */
public final class Keyring {
  private static final Keyring EMPTY = new Keyring(Map.of(), null);

  private final Map<Origin, Credentials> origins;
  private final @Nullable Netrc netrc;

  private Keyring(Map<Origin, Credentials> origins, @Nullable Netrc netrc) {
    this.origins = origins;
    this.netrc = netrc;
  }

  /** No credentials. */
  public static Keyring empty() {
    return EMPTY;
  }

  /** Whether it has credentials for nobody. */
  public boolean isEmpty() {
    return origins.isEmpty() && netrc == null;
  }

  /** A copy that shows these credentials to that origin, in place of others. */
  public Keyring with(Origin origin, Credentials credentials) {
    Map<Origin, Credentials> changed = new HashMap<>(origins);
    changed.put(origin, credentials);
    return new Keyring(changed, netrc);
  }

  /** A copy that takes from there what no origin has credentials for. */
  public Keyring withNetrc(Netrc netrc) {
    return new Keyring(origins, netrc);
  }

  /**
   * What one call may show.
   *
   * @param uri of the call's first request; its user information is for its origin alone
   * @param own the call's own credentials, for the origin of that URI alone
   * @throws io.godwit.http.InvalidMessage when the user information cannot be sent
   */
  public CallKeys forCall(Uri uri, Optional<Credentials> own) {
    if (isEmpty() && own.isEmpty() && uri.userInfo().isEmpty()) {
      return CallKeys.none();
    }
    Optional<Credentials> inUri =
        uri.userInfo().map(encoded -> UserInfo.of(encoded).login().preemptive(true));
    Origin origin = uri.origin();
    return new CallKeys(this, origin, inUri.or(() -> own).or(() -> own(origin)), false);
  }

  Optional<Credentials> own(Origin origin) {
    return Optional.ofNullable(origins.get(origin));
  }

  Optional<Netrc> netrc() {
    return Optional.ofNullable(netrc);
  }

  /** For how many origins there is something. */
  @Override
  public String toString() {
    return "keyring for " + origins.size() + " origins" + (netrc == null ? "" : ", and " + netrc);
  }
}
