package io.godwit.http;

/**
 * A text that is not a URI, or not one that this toolkit takes: the message says what is wrong, and
 * where, in a picture of the text that is safe to log (escaped, shortened, and with everything that
 * may be user information masked).
 */
public final class InvalidUri extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String input;
  private final int index;
  private final String reason;

  /**
   * A fault in a text.
   *
   * @param text the whole text; what may be user information in it is masked here, not kept
   * @param index where in {@code text} the fault is
   * @param reason what is wrong there; does not quote the text
   */
  InvalidUri(String text, int index, String reason) {
    this(UriExcerpt.of(text, index), reason);
  }

  private InvalidUri(UriExcerpt excerpt, String reason) {
    super(reason + ", at " + excerpt.index() + " of " + excerpt.shown());
    this.input = excerpt.text();
    this.index = excerpt.index();
    this.reason = reason;
  }

  /** The whole text, not escaped, with "***" for everything that may be user information. */
  public String input() {
    return input;
  }

  /**
   * Where in {@link #input()} the fault is, from 0; its length if something is missing at the end.
   */
  public int index() {
    return index;
  }

  /** What is wrong, without quoting the text. */
  public String reason() {
    return reason;
  }
}
