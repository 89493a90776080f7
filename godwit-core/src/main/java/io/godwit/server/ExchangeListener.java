package io.godwit.server;

/**
 * Is told how each exchange of a server has ended: for access logs, counters, traces.
 *
 * <pre>{@code
 * ExchangeListener access = report ->
 *     log(report.status().map(Status::code).orElse(0) + " " + report.contentSent());
 * }</pre>
 *
 * <p>Called on the thread of the connection, which goes on when it returns; so it should be quick.
 * Several threads call it at the same time; it must be safe for that. What it throws is logged and
 * changes nothing. Without a listener nothing is measured.
 */
@FunctionalInterface
public interface ExchangeListener {
  /** One exchange is over; its response was handed to the connection, or could not be. */
  void ended(ExchangeReport report);
}
