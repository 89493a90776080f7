package io.godwit.http;

/** What is known about a failed request: whether the server may have acted on it. */
public enum Sent {
  /** No byte of the request left; sending it again is safe. */
  NO,
  /** Some or all of the request left and nothing came back; the server may have acted on it. */
  MAYBE,
  /** A response had begun; the server has seen the request. */
  YES
}
