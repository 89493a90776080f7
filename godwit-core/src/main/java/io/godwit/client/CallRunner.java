package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.policy.CallFlow;
import io.godwit.policy.CallFlow.Decision;
import io.godwit.policy.CallFlow.ExchangeResult;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call on the calling thread: asks {@link CallFlow} what to do, does it, and tells it what
 * came of that. Decides nothing itself.
 */
final class CallRunner {
  private final ClientOptions options;
  private final Pool pool;
  private final Call call;
  private final CallClock time;
  private @Nullable Exchange exchange;

  CallRunner(ClientOptions options, Pool pool, Call call) {
    this.options = options;
    this.pool = pool;
    this.call = call;
    this.time = new CallClock(options.clock(), call.limit());
  }

  /** An exchange whose final head is there, its content still to be read. */
  record Answer(Response response, Exchange exchange, int attempts) {}

  /**
   * Runs the call up to its final head.
   *
   * @throws HttpFailure when there is none
   */
  Answer run() throws HttpFailure {
    try {
      return follow();
    } catch (RuntimeException | Error e) { // of a listener, or a defect: the lease must not stay
      if (exchange != null) {
        exchange.abandon();
      }
      throw e;
    }
  }

  private Answer follow() throws HttpFailure {
    CallFlow flow = CallFlow.of(call.request(), time.deadline(), call.limit());
    Decision decision = flow.start(time.now());
    while (true) {
      switch (decision) {
        case Decision.Exchange next -> decision = flow.next(exchange(next), time.now());
        case Decision.Continue _ -> decision = flow.next(awaitHead(current()), time.now());
        case Decision.Fail fail -> throw fail.failure();
        case Decision.Deliver deliver -> {
          return new Answer(deliver.response(), current(), flow.attempts());
        }
      }
    }
  }

  private ExchangeResult exchange(Decision.Exchange next) {
    exchange = null;
    try {
      time.begin();
      Connection connection = pool.lease(call.route(), next, time);
      time.begin();
      Exchange begun = new Exchange(options, pool, connection, time);
      exchange = begun;
      begun.begin(next.request(), call.onExchange());
      return awaitHead(begun);
    } catch (HttpFailure failure) {
      time.end();
      return failed(failure);
    }
  }

  private ExchangeResult awaitHead(Exchange exchange) {
    try {
      return switch (exchange.awaitHead()) {
        case Interim interim -> interim(interim);
        default -> new ExchangeResult.Answered(response(exchange.head()));
      };
    } catch (HttpFailure failure) {
      return failed(failure);
    }
  }

  private ExchangeResult interim(Interim interim) {
    call.onInterim()
        .ifPresent(
            listener ->
                listener.accept(Response.of(interim.status()).withHeaders(interim.headers())));
    return new ExchangeResult.Interim(interim.status(), interim.headers());
  }

  private ExchangeResult failed(HttpFailure failure) {
    Exchange failed = exchange;
    boolean reused = failed != null && failed.reused();
    boolean touched = failed != null && failed.bodyTouched();
    return new ExchangeResult.Failed(failure, reused, touched);
  }

  private Exchange current() {
    if (exchange == null) {
      throw new IllegalStateException("no exchange has begun");
    }
    return exchange;
  }

  private static Response response(ResponseHead head) {
    return new Response(head.version(), head.status(), head.reason(), head.headers(), Body.empty());
  }
}
