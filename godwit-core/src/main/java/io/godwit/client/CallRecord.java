package io.godwit.client;

import io.godwit.http.Cookie;
import io.godwit.http.Explanation;
import io.godwit.http.Explanation.Step;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.JsonCodec;
import io.godwit.http.Phase;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.CallFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a call besides its response. */
final class CallRecord {
  private final Call call;
  private final CallFlow flow;
  private final CallClock time;
  private final @Nullable Peer peer;
  private final boolean reused;

  /**
   * The record as it is now.
   *
   * @param connection of the last exchange; null when it has none
   */
  CallRecord(Call call, CallFlow flow, CallClock time, @Nullable Connection connection) {
    this.call = call;
    this.flow = flow;
    this.time = time;
    this.peer = connection == null ? null : connection.peer;
    this.reused = connection != null && connection.reused();
  }

  Request asked() {
    return call.asked();
  }

  Request sent() {
    return flow.sent();
  }

  List<Hop> history() {
    return flow.history();
  }

  int attempts() {
    return flow.attempts();
  }

  /** The call as it was described. */
  Call call() {
    return call;
  }

  static SequencedMap<String, Cookie> cookies(Response response) {
    SequencedMap<String, Cookie> cookies = new LinkedHashMap<>();
    Cookie.received(response.headers()).forEach(cookie -> cookies.put(cookie.name(), cookie));
    return Collections.unmodifiableSequencedMap(cookies);
  }

  Timings timings() {
    return time.timings();
  }

  JsonCodec json() {
    return call.json().get();
  }

  Optional<Object> tag() {
    return call.tag();
  }

  /** What has led to that response. */
  Explanation explain(Response response) {
    return explain(flow.sent(), "answer: " + response);
  }

  /**
   * What has led to that failure.
   *
   * @param begun what the last exchange was to send, which may be a request for a token
   */
  Explanation explain(HttpFailure failure, @Nullable Request begun) {
    return explain(begun == null ? flow.sent() : begun, "failed: " + failure.getMessage());
  }

  private Explanation explain(Request sent, String end) {
    List<Step> last = new ArrayList<>();
    if (peer != null) {
      last.add(new Step(Duration.ofNanos(began()), exchange(sent, peer)));
    }
    last.add(new Step(timings().of(Phase.TOTAL), end));
    return flow.trace().since(time.start(), last);
  }

  /** Notes the last exchange, now that it was not the last. */
  void noteExchange(Request sent) {
    if (peer != null) {
      flow.trace().note(time.start() + began(), exchange(sent, peer));
    }
  }

  /** When the last exchange had its connection, in nanoseconds since the call began. */
  private long began() {
    Timings timings = timings();
    return timings.nanos(Phase.REDIRECT)
        + timings.nanos(Phase.QUEUE)
        + timings.nanos(Phase.RESOLVE)
        + timings.nanos(Phase.CONNECT)
        + timings.nanos(Phase.TLS);
  }

  private String exchange(Request sent, Peer with) {
    return sent + (reused ? " on a kept connection to " : " on a new connection to ") + with;
  }
}
