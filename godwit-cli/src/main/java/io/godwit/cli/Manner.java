package io.godwit.cli;

/** Whose defaults hold. */
enum Manner {
  /** {@code godwit URL}: redirects are followed, cookies kept, JSON is laid out for a reader. */
  OWN,
  /** {@code godwit curl ...}: what is not asked for is not done. */
  CURL;

  /** How many redirects are followed when nothing is said. */
  int redirects() {
    return this == OWN ? 10 : 50;
  }
}
