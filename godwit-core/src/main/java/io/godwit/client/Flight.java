package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What is told to the JDK's Flight Recorder, if this Java has one and it records. That is the
 * module {@code jdk.jfr}, which may be missing. The classes of the events are touched from here
 * alone, and only when there has been a recording: to load them takes longer than a short program
 * that sends one request should.
 */
final class Flight {
  private static final boolean PRESENT = present();

  private Flight() {}

  private static boolean present() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(Flight.class.getModule()::canRead)
        .isPresent();
  }

  /** Whether the recorder was ever asked to record anything. */
  private static boolean active() {
    return PRESENT && FlightRecorder.isInitialized();
  }

  /** An exchange that begins now; null when nobody records them. */
  static @Nullable ExchangeEvent exchange(Request request, Connection connection, Timings timings) {
    return active() && ExchangeEvent.recorded()
        ? ExchangeEvent.begun(request, connection, timings)
        : null;
  }

  /** A connection that is about to be opened; null when nobody records them. */
  static @Nullable ConnectEvent connect(Timings timings) {
    return active() && ConnectEvent.recorded() ? ConnectEvent.begun(timings) : null;
  }

  /** What kind of failure that is; its text may name more than a recording should hold. */
  static String kind(@Nullable HttpFailure failure) {
    return failure == null ? "" : failure.getClass().getSimpleName();
  }

  /** A call that begins to wait for a connection; null when nobody records that. */
  static @Nullable QueueWaitEvent queueWait() {
    return active() && QueueWaitEvent.recorded() ? QueueWaitEvent.begun() : null;
  }
}
