package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.wire.HttpEvent.ResponseHead;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Holds no field, no query and no user information: recordings get
 * around. Touched by way of {@link Flight} only.
 */
@Enabled(false) // a service that is always recorded pays only for what it asks for
@Name("io.godwit.Exchange")
@Label("HTTP Exchange")
@Description("One request and its response, from the lease of a connection to its end")
@Category({"Godwit", "Client"})
@StackTrace(false)
final class ExchangeEvent extends Event {
  private static final ExchangeEvent PROBE = new ExchangeEvent();

  @Label("Method")
  String method = "";

  @Label("URI")
  @Description("Without user information and query")
  String uri = "";

  @Label("Remote Address")
  String remote = "";

  @Label("Reused")
  @Description("Whether the connection had served before")
  boolean reused;

  @Label("Status")
  @Description("The status code of the response; 0 when there was none")
  int status;

  @Label("Request")
  @Description("Writing the request")
  @Timespan(Timespan.NANOSECONDS)
  long request;

  @Label("First Byte")
  @Description("From then until the head of the response was there")
  @Timespan(Timespan.NANOSECONDS)
  long firstByte;

  @Label("Body")
  @Description("From then until the content was complete")
  @Timespan(Timespan.NANOSECONDS)
  long body;

  @Label("Complete")
  @Description("Whether the content has come whole")
  boolean complete;

  @Label("Failure")
  @Description("The kind of failure that ended it; empty when there was none")
  String failure = "";

  private ExchangeEvent() {}

  static boolean recorded() {
    return PROBE.isEnabled();
  }

  /** What an earlier exchange of the call took is taken off again. */
  static ExchangeEvent begun(Request sending, Connection connection, Timings timings) {
    ExchangeEvent event = new ExchangeEvent();
    event.method = sending.method().name();
    event.uri = sending.uri().origin() + sending.uri().path();
    event.remote = connection.peer.remote().toString();
    event.reused = connection.reused();
    event.request = -timings.nanos(Phase.REQUEST);
    event.firstByte = -timings.nanos(Phase.FIRST_BYTE);
    event.body = -timings.nanos(Phase.BODY);
    event.begin();
    return event;
  }

  void ended(
      Timings timings, @Nullable ResponseHead head, boolean whole, @Nullable HttpFailure why) {
    end();
    if (shouldCommit()) {
      request += timings.nanos(Phase.REQUEST);
      firstByte += timings.nanos(Phase.FIRST_BYTE);
      body += timings.nanos(Phase.BODY);
      status = head == null ? 0 : head.status().code();
      complete = whole;
      failure = Flight.kind(why);
      commit();
    }
  }
}
