package io.godwit.http;

/**
 * A rule of the protocol that a peer broke. Each protocol lists its own as the constants of an
 * enum, so that every refusal has a name, an RFC section and a test.
 */
public interface Violation {
  /** The constant's name, such as {@code BARE_LF}. */
  String name();

  /** Where the rule is written, such as {@code RFC 9112 section 2.2}. */
  String section();

  /** What was wrong, in words for the person who reads the failure. */
  String text();

  /** The status a server answers with before it closes the connection. */
  Status status();
}
