package io.godwit.client;

import io.godwit.http.JsonCodec;
import io.godwit.http.Request;
import io.godwit.policy.CallPolicies;
import io.godwit.policy.cache.CacheMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call as it was described: what to send and how to treat it.
 *
 * @param asked the request as it was described
 * @param request what is sent, complete but for what the connection adds: the same, but for
 *     interceptors
 * @param route where to send it
 * @param roads by which roads, wherever redirects lead
 * @param policies what it is judged by
 * @param limit the time for the whole call
 * @param limitsContent whether that time also covers content that is streamed
 * @param bodyLimit the most bytes of content that are collected
 * @param throwOnStatus whether a status other than 2xx is a failure
 * @param receiver who takes the content, if it is not collected
 * @param tag what the caller attached to the call, for himself
 * @param interceptors who stand around it, the outermost first
 * @param audience who is told of it
 * @param context what follows it to other threads
 * @param json reads the response, if it is asked to
 */
record Call(
    Request asked,
    Request request,
    Route route,
    Roads roads,
    CallPolicies policies,
    Duration limit,
    boolean limitsContent,
    long bodyLimit,
    boolean throwOnStatus,
    Optional<ContentPieces> receiver,
    Optional<Object> tag,
    List<Interceptor> interceptors,
    Audience audience,
    ContextCarrier context,
    Supplier<JsonCodec> json) {
  /** As the client makes it when nothing was said of this one, for nobody to listen to. */
  static Call of(Request request, Route route, ClientOptions options) {
    return new Call(
        request,
        request,
        route,
        options.roads(),
        options.policies(),
        options.timeouts().total(),
        false,
        options.limits().body(),
        options.throwOnStatus(),
        Optional.empty(),
        Optional.empty(),
        options.interceptors(),
        Audience.NONE,
        options.context(),
        options.json());
  }

  /** Whether nobody but the client itself takes part in it. */
  boolean plain() {
    return interceptors.isEmpty() && !audience.present();
  }

  /**
   * The same call, sending that instead. What it was given for its origin does not get to another.
   */
  Call with(Request other, Route to) {
    boolean home = other.uri().origin().equals(asked.uri().origin());
    return new Call(
        asked,
        other,
        to,
        roads,
        home ? policies : policies.withoutOwn(),
        limit,
        limitsContent,
        bodyLimit,
        throwOnStatus,
        receiver,
        tag,
        interceptors,
        audience,
        context,
        json);
  }

  /** The same call for the sake of the cache: nobody is told of it, and nobody waits for it. */
  Call refreshing(Request stale) {
    CallPolicies refresh = policies.toBuilder().cache(CacheMode.REFRESH).build();
    return new Call(
        asked,
        stale,
        route,
        roads,
        refresh,
        limit,
        true,
        bodyLimit,
        false,
        Optional.empty(),
        tag,
        List.of(),
        Audience.NONE,
        context,
        json);
  }
}
