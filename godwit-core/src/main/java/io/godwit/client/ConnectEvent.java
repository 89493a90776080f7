package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The opening of a connection. Touched by way of {@link Flight} only. */
@Enabled(false) // a service that is always recorded pays only for what it asks for
@Name("io.godwit.Connect")
@Label("HTTP Connect")
@Description("A connection was opened, or could not be")
@Category({"Godwit", "Client"})
@StackTrace(false)
final class ConnectEvent extends Event {
  private static final ConnectEvent PROBE = new ConnectEvent();

  @Label("Origin")
  String origin = "";

  @Label("Remote Address")
  String remote = "";

  @Label("Resolve")
  @Description("Looking up the name")
  @Timespan(Timespan.NANOSECONDS)
  long resolve;

  @Label("Connect")
  @Description("Connecting, to as many addresses as that took")
  @Timespan(Timespan.NANOSECONDS)
  long connect;

  @Label("TLS")
  @Description("The TLS handshake")
  @Timespan(Timespan.NANOSECONDS)
  long tls;

  @Label("Resumed")
  @Description("The TLS session was taken up from an earlier connection")
  boolean resumed;

  @Label("Failure")
  @Description("The kind of failure; empty when the connection was opened")
  String failure = "";

  private ConnectEvent() {}

  static boolean recorded() {
    return PROBE.isEnabled();
  }

  /** What an earlier attempt of the call took is taken off again. */
  static ConnectEvent begun(Timings timings) {
    ConnectEvent event = new ConnectEvent();
    event.resolve = -timings.nanos(Phase.RESOLVE);
    event.connect = -timings.nanos(Phase.CONNECT);
    event.tls = -timings.nanos(Phase.TLS);
    event.begin();
    return event;
  }

  void ended(Route route, Timings timings, @Nullable Connection opened, @Nullable HttpFailure why) {
    end();
    if (shouldCommit()) {
      origin = route.toString();
      resumed = opened != null && opened.peer.resumed();
      remote = opened == null ? "" : opened.peer.remote().toString();
      resolve += timings.nanos(Phase.RESOLVE);
      connect += timings.nanos(Phase.CONNECT);
      tls += timings.nanos(Phase.TLS);
      failure = Flight.kind(why);
      commit();
    }
  }
}
