package io.godwit.client;

import io.godwit.http.HttpFailure;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A call that waited for a place in the pool. Touched by way of {@link Flight} only. */
@Enabled(false) // a service that is always recorded pays only for what it asks for
@Name("io.godwit.QueueWait")
@Label("HTTP Queue Wait")
@Description("A call has waited for a connection, since as many as allowed were in use")
@Category({"Godwit", "Client"})
@StackTrace(false)
final class QueueWaitEvent extends Event {
  private static final QueueWaitEvent PROBE = new QueueWaitEvent();

  @Label("Origin")
  String origin = "";

  @Label("Failure")
  @Description("The kind of failure that ended the wait; empty when it had success")
  String failure = "";

  private QueueWaitEvent() {}

  static boolean recorded() {
    return PROBE.isEnabled();
  }

  static QueueWaitEvent begun() {
    QueueWaitEvent event = new QueueWaitEvent();
    event.begin();
    return event;
  }

  void ended(Route route, @Nullable HttpFailure why) {
    end();
    if (shouldCommit()) {
      origin = route.toString();
      failure = Flight.kind(why);
      commit();
    }
  }
}
