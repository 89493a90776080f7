package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.CallFlow;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that others take part in: interceptors stand around its runs, listeners are told of it.
 * One that has neither does without all of this.
 */
final class GuidedCall {
  private final HttpClient client;
  private final Call call;
  private final CallClock time;
  private final Audience audience;

  private @Nullable CallRunner runner;

  /** What the last run has returned, not known to be closed. */
  private @Nullable StreamingResponse open;

  /** What the interceptors have come to. */
  private @Nullable AttendedContent content;

  private boolean answered;

  GuidedCall(HttpClient client, Call call) {
    this.client = client;
    this.call = call;
    this.time = new CallClock(client.options().clock(), call.limit());
    this.audience = call.audience();
    audience.attend(new CallView(call, time));
  }

  /**
   * Runs it and collects the content.
   *
   * @throws HttpFailure when there is no response, or it cannot be read whole
   */
  BufferedResponse send() throws HttpFailure {
    try {
      StreamingResponse response = answer();
      Response head = response.response();
      byte[] bytes = collect(response);
      audience.ended(new CallEnd.Answered(head));
      return new BufferedResponse(
          response.record(), head, bytes, response.trailers(), response.decoded());
    } catch (HttpFailure | RuntimeException | Error why) {
      fail(why);
      throw why;
    }
  }

  /**
   * Runs it up to the response's head.
   *
   * @throws HttpFailure when there is no response
   */
  StreamingResponse open() throws HttpFailure {
    try {
      StreamingResponse response = answer();
      Response head = response.response();
      if (unexpected(head)) {
        collect(response); // and fails
      }
      if (!call.limitsContent()) {
        time.liftDeadline();
      }
      return new StreamingResponse(response.record(), head, attend(response, true));
    } catch (HttpFailure | RuntimeException | Error why) {
      fail(why);
      throw why;
    }
  }

  private StreamingResponse answer() throws HttpFailure {
    StreamingResponse response = from(0, call.request());
    answered = true;
    audience.answered(response.response());
    return response;
  }

  private byte[] collect(StreamingResponse response) throws HttpFailure {
    byte[] bytes = ContentCollector.collect(attend(response, false), call.bodyLimit());
    Response head = response.response();
    if (unexpected(head)) {
      throw new HttpFailure.UnexpectedStatus(head.withBody(Body.bytes(bytes)));
    }
    return bytes;
  }

  private boolean unexpected(Response head) {
    return call.throwOnStatus() && !head.status().success();
  }

  /** Takes the content over; what was not returned is closed, now or with what is made of it. */
  private AttendedContent attend(StreamingResponse response, boolean streamed) {
    StreamingResponse beneath = response == open ? null : open;
    Content taken = response.takeContent();
    if (beneath != null && !(taken instanceof BodyContent own && own.derived())) {
      beneath.close();
      beneath = null;
    }
    AttendedContent attended =
        new AttendedContent(taken, response.response(), audience, streamed, beneath);
    content = attended;
    return attended;
  }

  private StreamingResponse from(int index, Request request) throws HttpFailure {
    if (index == call.interceptors().size()) {
      return run(request);
    }
    StreamingResponse response = call.interceptors().get(index).intercept(new Link(index, request));
    return Objects.requireNonNull(response, "the interceptor returned no response");
  }

  /** The call itself, once for each time that the innermost interceptor proceeds. */
  private StreamingResponse run(Request request) throws HttpFailure {
    if (open != null) {
      open.close();
      open = null;
    }
    if (runner != null) {
      time.nextExchange();
    }
    Target.requireHttp(request.uri());
    Route route = Route.to(request.uri(), call.roads());
    CallRunner next = client.runner(call.with(request, route), time);
    runner = next;
    Response head = next.run();
    StreamingResponse response = new StreamingResponse(next.record(), head, next.source());
    open = response;
    return response;
  }

  private void fail(Throwable why) {
    answered = true;
    if (content != null) {
      content.abandon();
    }
    if (open != null) {
      open.close();
    }
    time.end();
    if (why instanceof HttpFailure failure && failure.explain().steps().isEmpty()) {
      failure.explained(record().explain(failure, null));
    }
    audience.ended(new CallEnd.Failed(why));
  }

  /** Of the last run; of a call that went nowhere when there was none. */
  private CallRecord record() {
    return runner != null
        ? runner.record()
        : new CallRecord(
            call,
            CallFlow.of(call.request(), call.policies(), time.deadline(), call.limit()),
            time,
            null);
  }

  /** The place of one interceptor. */
  private final class Link implements Interceptor.Chain {
    private final int index;
    private final Request request;

    Link(int index, Request request) {
      this.index = index;
      this.request = request;
    }

    @Override
    public Request request() {
      return request;
    }

    @Override
    public Optional<Object> tag() {
      return call.tag();
    }

    @Override
    public StreamingResponse proceed(Request next) throws HttpFailure {
      if (answered) {
        throw new IllegalStateException("the call is over");
      }
      return from(index + 1, bound(next));
    }

    @Override
    public StreamingResponse answer(Response response) {
      Body body = response.body();
      Headers headers = response.headers();
      if (body.type().isPresent() && !headers.has("Content-Type")) {
        headers = headers.with("Content-Type", body.type().get().toString());
      }
      Response head = response.withHeaders(headers).withBody(Body.empty());
      return new StreamingResponse(record(), head, new BodyContent(body));
    }

    /** What was meant for one origin does not get to another by a change of the URI. */
    private Request bound(Request next) {
      if (next.uri().origin().equals(request.uri().origin())) {
        return next;
      }
      Headers before = request.headers();
      Headers headers = next.headers();
      for (Headers.Field field : before) {
        boolean same = headers.all(field.name()).equals(before.all(field.name()));
        if (same && (field.secret() || headers.secret(field.name()))) {
          headers = headers.without(field.name());
        } else if (same && field.name().equalsIgnoreCase("Host")) {
          headers = headers.with("Host", next.uri().authority());
        }
      }
      return next.withHeaders(headers);
    }
  }
}
