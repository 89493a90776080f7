package io.godwit.client;

/** Who has lent a connection to an exchange, and gets it back. */
interface Lease {
  /** Whether the connection can serve again, now that the response was read to its end. */
  boolean canGoOn(Connection connection);

  /** Ends the lease of a connection that can serve again. */
  void giveBack(Connection connection);

  /** Ends the lease of a connection that cannot serve again, and closes it. */
  void discard(Connection connection);

  /** Whether the client was closed. */
  boolean isClosed();
}
