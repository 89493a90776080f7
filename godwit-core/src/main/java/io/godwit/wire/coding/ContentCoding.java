package io.godwit.wire.coding;

/**
 * A content coding that can be undone (RFC 9110 section 8.4.1). Immutable.
 *
 * @see ContentCodings#with
 */
public interface ContentCoding {
  /** The name that it is asked for by, in lower case, such as {@code br}. */
  String name();

  /** What undoes it, for one message. */
  ContentDecoder decoder();
}
