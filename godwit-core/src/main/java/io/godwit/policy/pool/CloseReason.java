package io.godwit.policy.pool;

/** Why a pool has closed a connection. */
public enum CloseReason {
  /** It was not used for as long as idle connections are kept. */
  IDLE("idle for too long"),
  /** It was as old as a connection may be. */
  AGE("too old"),
  /** Its place was needed for another. */
  PLACE("in the way of another"),
  /** It did not look alive when it was to be used again. */
  GONE("found closed"),
  /** The exchange on it failed, or was the last one: either side said so, or it was given up. */
  ENDED("ended with its exchange"),
  /** The client was closed. */
  CLIENT("closed with the client");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
