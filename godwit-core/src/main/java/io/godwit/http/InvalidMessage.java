package io.godwit.http;

/**
 * The caller asked for a message that HTTP does not allow: a field name that is not a token, a
 * value with a line break, a field that belongs to the connection, a body that does not fit its
 * declared length. The text says what was wrong and shows the offender escaped. Thrown where the
 * mistake is made, before any byte leaves.
 */
public final class InvalidMessage extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A mistake described by a text that is safe to log. */
  public InvalidMessage(String text) {
    super(text);
  }
}
