package io.godwit.client;

import io.godwit.client.cache.HttpCache;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.CallFlow;
import io.godwit.policy.Decision;
import io.godwit.policy.Fact;
import io.godwit.policy.Purpose;
import io.godwit.policy.cache.StoredResponse;
import io.godwit.policy.content.BodyPlan;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.ResponseHead;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call on the calling thread: asks {@link CallFlow} what to do, does it, and tells it what
 * came of that. Decides nothing itself.
 */
final class CallRunner {
  /** The most content of a response that the call needs for itself, such as a token. */
  private static final long TOKEN_LIMIT = 1024 * 1024;

  private final HttpClient client;
  private final Call call;
  private final CallClock time;
  private final CallFlow flow;
  private @Nullable Exchange exchange;

  /** The request of that exchange on its way by a proxy that is handed it; null otherwise. */
  private @Nullable Forwarding forwarding;

  /** The content of the answer, when that is not the exchange's. */
  private @Nullable StoredContent stored;

  /** What is made of the content, when it does not stay as it is. */
  private @Nullable Content made;

  /** What the last exchange has sent, or was to send. */
  private @Nullable Request begun;

  /** What other calls wait for this one to leave. */
  private Set<Object> joined = Set.of();

  CallRunner(HttpClient client, Call call, CallClock time) {
    this.client = client;
    this.call = call;
    this.time = time;
    this.flow = CallFlow.of(call.request(), call.policies(), time.deadline(), call.limit());
  }

  /**
   * Runs the call up to its final head; the content is still to be read from {@link #source()}.
   *
   * @throws HttpFailure when there is none
   */
  Response run() throws HttpFailure {
    try {
      return follow();
    } catch (HttpFailure failure) {
      throw explained(failure);
    } catch (RuntimeException | Error e) { // of a listener, or a defect: the lease must not stay
      if (exchange != null) {
        exchange.abandon();
      }
      closeStored();
      throw e;
    } finally {
      if (!joined.isEmpty()) { // hardly ever
        joined.forEach(client.waits()::leave);
      }
    }
  }

  /** Where the content of the final response comes from. */
  Content source() {
    return made != null ? made : unmade();
  }

  private Content unmade() {
    return stored != null ? stored : exchange();
  }

  private Exchange exchange() {
    if (exchange == null) {
      throw new IllegalStateException("no exchange has begun");
    }
    return exchange;
  }

  /**
   * The content of the response, collected.
   *
   * @throws HttpFailure when it does not arrive whole, or is larger than the call allows
   */
  byte[] content() throws HttpFailure {
    try {
      return ContentCollector.collect(source(), call.bodyLimit());
    } catch (HttpFailure failure) {
      throw explained(failure);
    }
  }

  /** What there is to tell of the call. */
  CallRecord record() {
    return new CallRecord(call, flow, time, exchange == null ? null : exchange.connection());
  }

  /** The failure that a response of the wrong status is taken for. */
  HttpFailure unexpected(Response response) {
    return explained(new HttpFailure.UnexpectedStatus(response));
  }

  /** From here on the content may take any time, unless the call has a time for all of it. */
  void liftDeadline() {
    if (!call.limitsContent()) {
      time.liftDeadline();
    }
  }

  private HttpFailure explained(HttpFailure failure) {
    failure.explained(record().explain(failure, begun));
    return failure;
  }

  private Response follow() throws HttpFailure {
    Decision decision = flow.start(time.read());
    while (true) {
      if (decision instanceof Decision.Deliver deliver) {
        return delivered(deliver);
      }
      Fact fact =
          decision instanceof Decision.Exchange next ? exchange(next) : whatComesOf(decision);
      decision = flow.next(fact, time.read());
    }
  }

  /** Apart from the exchange, which is all that most calls are. */
  private Fact whatComesOf(Decision decision) throws HttpFailure {
    return switch (decision) {
      case Decision.Exchange next -> exchange(next);
      case Decision.Continue _ -> awaitHead(exchange());
      case Decision.Wait wait -> await(wait);
      case Decision.Join join -> join(join);
      case Decision.Leave leave -> leave(leave);
      case Decision.Load load -> load(load);
      case Decision.Open open -> open(open);
      case Decision.Store store -> store(store);
      case Decision.Amend amend -> amend(amend);
      case Decision.Refresh refresh -> refresh(refresh);
      case Decision.Deliver _ -> throw new IllegalStateException("the call has ended");
      case Decision.Fail fail -> {
        closeStored();
        dropExchange();
        throw fail.failure();
      }
    };
  }

  private Response delivered(Decision.Deliver deliver) throws HttpFailure {
    BodyPlan plan = deliver.body();
    if (!plan.isAsItIs()) {
      made = made(plan);
    }
    return deliver.response();
  }

  private Content made(BodyPlan plan) throws HttpFailure {
    Content content = unmade();
    if (!plan.digests().isEmpty()) {
      content = new CheckedContent(content, plan.digests());
    }
    try {
      return plan.codings().isEmpty()
          ? content
          : new DecodedContent(content, client.options().codings().decoder(plan.codings()));
    } catch (HttpFailure failure) {
      content.abandon();
      throw failure;
    }
  }

  private Fact exchange(Decision.Exchange next) {
    closeStored();
    finishExchange();
    if (!next.freshConnection()) {
      noteExchange();
    }
    begun = next.request();
    exchange = null;
    forwarding = null;
    try {
      Route route = route(next.request());
      Request request = next.request();
      if (route.forwards()) {
        forwarding = Forwarding.of(route, next, client.options());
        request = forwarding.begin();
      } else if (request.headers().has(Forwarding.FIELD)) {
        request = request.withHeaders(request.headers().without(Forwarding.FIELD));
      }
      Exchange started = start(route, next);
      return next.purpose() == Purpose.TOKEN ? token(started, request) : call(started, request);
    } catch (HttpFailure failure) {
      time.end();
      return failed(failure);
    }
  }

  private Exchange start(Route route, Decision.Exchange next) throws HttpFailure {
    time.begin();
    Connection connection = client.pool().lease(route, next, time);
    time.begin();
    Exchange started = new Exchange(client.options(), client.pool(), connection, time);
    exchange = started;
    return started;
  }

  /** It was not the last. */
  private void noteExchange() {
    if (begun != null) {
      record().noteExchange(begun);
      time.nextExchange();
    }
  }

  /** Compared by identity: the usual request is that of the call itself, with its known route. */
  @SuppressWarnings("ReferenceEquality")
  private Route route(Request request) throws HttpFailure {
    return request.uri() == call.request().uri()
        ? call.route()
        : Route.to(request.uri(), call.roads());
  }

  private Fact call(Exchange started, Request request) throws HttpFailure {
    started.begin(request, call.audience());
    return awaitHead(started);
  }

  /** An exchange that nobody listens to; its response is read whole. */
  private Fact token(Exchange started, Request request) throws HttpFailure {
    started.confidential();
    started.begin(request, Audience.NONE);
    while (started.awaitHead() instanceof Interim) {
      // it says nothing about a token
    }
    Response head = response(started.head());
    Optional<Request> again = demanded(started, head);
    if (again.isPresent()) {
      return token(repeated(started), again.get());
    }
    byte[] content = ContentCollector.collect(started, tokenLimit());
    return new Fact.Answered(head.withBody(Body.bytes(content)), started.bodyTouched());
  }

  private long tokenLimit() {
    ClientOptions options = client.options();
    return options.boundedMemory() ? Math.min(TOKEN_LIMIT, options.limits().body()) : TOKEN_LIMIT;
  }

  private Fact awaitHead(Exchange exchange) {
    try {
      return switch (exchange.awaitHead()) {
        case Interim interim -> interim(interim);
        default -> answered(exchange, response(exchange.head()));
      };
    } catch (HttpFailure failure) {
      return failed(failure);
    }
  }

  private Fact answered(Exchange exchange, Response head) throws HttpFailure {
    call.audience().responded(head);
    Optional<Request> again = demanded(exchange, head);
    return again.isPresent()
        ? call(repeated(exchange), again.get())
        : new Fact.Answered(head, exchange.bodyTouched());
  }

  /** What a proxy is to be sent once more, because it wants to know who asks. */
  private Optional<Request> demanded(Exchange exchange, Response head) throws HttpFailure {
    if (forwarding == null) {
      return Optional.empty();
    }
    Optional<Request> again = forwarding.answered(head, exchange.bodyTouched());
    if (again.isPresent()) {
      flow.trace().note(time.read().nanos(), forwarding.shown(head));
    }
    return again;
  }

  private Exchange repeated(Exchange before) throws HttpFailure {
    before.skip();
    noteExchange();
    Forwarding same = Objects.requireNonNull(forwarding);
    return start(same.route(), same.exchange());
  }

  private Fact interim(Interim interim) {
    if (call.audience().present()) {
      call.audience().interim(Response.of(interim.status()).withHeaders(interim.headers()));
    }
    return new Fact.Interim(interim.status(), interim.headers());
  }

  private HttpCache cache() {
    return client.options().cache().orElseThrow(); // nothing asks for it where there is none
  }

  private Fact load(Decision.Load load) {
    return new Fact.Loaded(cache().find(load.key()));
  }

  private Fact open(Decision.Open open) {
    StoredContent content = content(open);
    if (content == null) {
      return new Fact.Opened(false);
    }
    finishExchange();
    if (!open.exchanged()) {
      noteExchange();
      begun = null;
      exchange = null;
    }
    closeStored();
    stored = content;
    time.end();
    return new Fact.Opened(true);
  }

  /** Null when it is gone. */
  private @Nullable StoredContent content(Decision.Open open) {
    if (open.stored().isEmpty()) {
      return StoredContent.none(time);
    }
    StoredResponse wanted = open.stored().get();
    HttpCache cache = cache();
    return cache
        .open(wanted)
        .map(in -> new StoredContent(in, wanted.length(), time, () -> cache.remove(wanted)))
        .orElse(null);
  }

  private Fact store(Decision.Store store) {
    Exchange answered = exchange();
    Optional<HttpCache.Writing> writing = cache().begin(store.entry(), answered.length());
    writing.ifPresent(into -> answered.keep(new Tee(into, store.replaced())));
    return new Fact.Storing(writing.isPresent());
  }

  private Fact amend(Decision.Amend amend) {
    amend.updated().forEach(cache()::update);
    amend.removed().forEach(cache()::remove);
    amend.invalidated().forEach(cache()::invalidate);
    return new Fact.Resumed();
  }

  private Fact refresh(Decision.Refresh refresh) {
    Call own = call.refreshing(refresh.request());
    client.refreshes().start(refresh.key(), () -> again(own).drain());
    return new Fact.Resumed();
  }

  private CallRunner again(Call own) {
    CallClock ownTime = new CallClock(client.options().clock(), own.limit());
    return new CallRunner(client, own, ownTime);
  }

  /** Runs the call for the sake of the cache. */
  private void drain() throws HttpFailure {
    run();
    byte[] piece = new byte[8 * 1024];
    while (source().read(piece, 0, piece.length) >= 0) {
      // it goes into the cache on the way
    }
  }

  private void closeStored() {
    if (stored != null) {
      stored.abandon();
      stored = null;
    }
  }

  private Fact await(Decision.Wait wait) {
    finishExchange();
    try {
      client.waits().until(wait.until(), time);
      return new Fact.Resumed();
    } catch (HttpFailure failure) {
      return new Fact.Failed(failure, false, false);
    }
  }

  private Fact join(Decision.Join join) {
    finishExchange();
    try {
      boolean leads = client.waits().join(join.key(), time);
      if (leads) {
        if (joined.isEmpty()) {
          joined = new HashSet<>();
        }
        joined.add(join.key());
      }
      return new Fact.Joined(leads);
    } catch (HttpFailure failure) {
      return new Fact.Failed(failure, false, false);
    }
  }

  private Fact leave(Decision.Leave leave) {
    if (joined.remove(leave.key())) {
      client.waits().leave(leave.key());
    }
    return new Fact.Resumed();
  }

  /** What is left of the response before is not wanted, but its connection may be. */
  private void finishExchange() {
    if (exchange != null) {
      exchange.skip();
    }
  }

  /** Nothing follows that would be worth to wait for the connection. */
  private void dropExchange() {
    if (exchange != null && !exchange.endedWithoutReading()) {
      exchange.abandon();
    }
  }

  private Fact failed(HttpFailure failure) {
    Exchange failed = exchange;
    boolean reused = failed != null && failed.connection().reused();
    boolean touched = failed != null && failed.bodyTouched();
    return new Fact.Failed(failure, reused, touched);
  }

  static Response response(ResponseHead head) {
    return new Response(head.version(), head.status(), head.reason(), head.headers(), Body.empty());
  }
}
