package io.godwit.http;

/** The phases of a call. Timeouts and timings carry the same names. */
public enum Phase {
  /** Waiting for a place in the pool. */
  QUEUE("queue"),
  /** Looking up the addresses of a host name. */
  RESOLVE("resolve"),
  /** Opening the connection to one of the addresses. */
  CONNECT("connect"),
  /** The TLS handshake. */
  TLS("tls"),
  /** Writing the request; the timeout is for each piece of it, at most 64 KiB. */
  REQUEST("request"),
  /** Waiting for the first byte of the response after the request was written. */
  FIRST_BYTE("first byte"),
  /** Waiting for more of a response that has begun. */
  BODY("body"),
  /** The exchanges of a call before its last: redirects, challenges, what was retried. */
  REDIRECT("redirect"),
  /** The whole call, with its follow-ups. */
  TOTAL("total");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
