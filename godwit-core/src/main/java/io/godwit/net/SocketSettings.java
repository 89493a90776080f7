package io.godwit.net;

import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of the socket below a connection, beyond its address. A Unix-domain socket has
 * neither a local end nor keep-alive.
 *
 * @param local where it begins; where the operating system says, if empty
 * @param keepAlive whether TCP looks after it while it is silent; it does not, if empty
 * @param preparation is handed the socket before it connects
 */
public record SocketSettings(
    Optional<LocalEnd> local,
    Optional<TcpKeepAlive> keepAlive,
    Optional<SocketPreparation> preparation) {
  private static final SocketSettings USUAL =
      new SocketSettings(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that all are there. */
  public SocketSettings {
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(keepAlive, "keepAlive");
    Objects.requireNonNull(preparation, "preparation");
  }

  /** Nothing is wanted. */
  public static SocketSettings usual() {
    return USUAL;
  }

  /** Whether nothing is wanted. */
  public boolean isUsual() {
    return local.isEmpty() && keepAlive.isEmpty() && preparation.isEmpty();
  }

  /** A copy that begins there. */
  public SocketSettings withLocal(Optional<LocalEnd> end) {
    return end.equals(local) ? this : new SocketSettings(end, keepAlive, preparation);
  }

  /** A copy with keep-alive. */
  public SocketSettings withKeepAlive(TcpKeepAlive times) {
    return new SocketSettings(local, Optional.of(times), preparation);
  }

  /** A copy with a hook. */
  public SocketSettings withPreparation(SocketPreparation hook) {
    return new SocketSettings(local, keepAlive, Optional.of(hook));
  }
}
