/** Godwit: an HTTP client, an HTTP server, and the protocol cores below them. */
module io.godwit {
  requires static jdk.jfr;
  requires static jdk.net;
  requires static transitive org.jspecify;

  uses io.godwit.http.JsonCodec;

  exports io.godwit.client;
  exports io.godwit.client.cache;
  exports io.godwit.http;
  exports io.godwit.net;
  exports io.godwit.net.blocking;
  exports io.godwit.policy;
  exports io.godwit.policy.auth;
  exports io.godwit.policy.auth.oauth;
  exports io.godwit.policy.cache;
  exports io.godwit.policy.content;
  exports io.godwit.policy.cookie;
  exports io.godwit.policy.dial;
  exports io.godwit.policy.given;
  exports io.godwit.policy.hsts;
  exports io.godwit.policy.pool;
  exports io.godwit.policy.proxy;
  exports io.godwit.policy.redirect;
  exports io.godwit.policy.retry;
  exports io.godwit.server;
  exports io.godwit.server.filter;
  exports io.godwit.server.files;
  exports io.godwit.wire;
  exports io.godwit.wire.coding;
  exports io.godwit.wire.h1;
  exports io.godwit.wire.multipart;
  exports io.godwit.wire.proxy;
  exports io.godwit.wire.tls;
}
