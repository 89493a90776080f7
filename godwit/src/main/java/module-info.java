/** Godwit: an HTTP client, an HTTP server, and the protocol cores below them. */
module io.godwit {
  requires static org.jspecify;
}
