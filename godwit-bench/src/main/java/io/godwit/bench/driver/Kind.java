package io.godwit.bench.driver;

/** What a case is to the others of its group. */
public enum Kind {
  /** A loop over a socket without any HTTP library; the fastest of them is the yardstick. */
  BARE,
  /** Shown for orientation, compared with, but neither yardstick nor rival. */
  REFERENCE,
  GODWIT,
  RIVAL
}
