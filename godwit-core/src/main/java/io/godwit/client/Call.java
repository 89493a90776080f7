package io.godwit.client;

import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.CallPolicies;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One call as it was described: what to send and how to treat it.
 *
 * @param request complete but for what the connection adds
 * @param route where to send it
 * @param policies what it is judged by
 * @param limit the time for the whole call
 * @param limitsContent whether that time also covers content that is streamed
 * @param bodyLimit the most bytes of content that are collected
 * @param throwOnStatus whether a status other than 2xx is a failure
 * @param tag what the caller attached to the call, for himself
 * @param onExchange is told of each exchange before it begins
 * @param onInterim is told of interim responses
 */
record Call(
    Request request,
    Route route,
    CallPolicies policies,
    Duration limit,
    boolean limitsContent,
    long bodyLimit,
    boolean throwOnStatus,
    Optional<Object> tag,
    Optional<Consumer<ExchangeStart>> onExchange,
    Optional<Consumer<Response>> onInterim) {}
