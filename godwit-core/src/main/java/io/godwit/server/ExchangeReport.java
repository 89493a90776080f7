package io.godwit.server;

import io.godwit.http.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * What has become of one exchange.
 *
 * @param request empty when there was none to be read: what came was malformed or too late, or the
 *     connection was refused
 * @param status of the final response; empty when none could be sent
 * @param contentSent how many bytes of content the response has had, without the framing; fewer
 *     than it should have had when it broke off
 * @param duration from the request's head on
 * @param failure what has kept the handler from answering, the response from being whole, or the
 *     client from getting it; empty when all went well
 */
public record ExchangeReport(
    Optional<ServerRequest> request,
    Optional<Status> status,
    long contentSent,
    Duration duration,
    Optional<Throwable> failure) {}
