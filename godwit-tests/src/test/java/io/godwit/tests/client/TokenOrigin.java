package io.godwit.tests.client;

import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.policy.auth.oauth.OAuth2Server;
import io.godwit.server.Handler;
import io.godwit.server.ServerRequest;
import io.godwit.tests.client.RecordingOrigin.Asked;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authorization server at {@code /token}, which numbers its tokens, and what they open at {@code
 * /api}; anything else is up to the test.
 */
final class TokenOrigin implements AutoCloseable {
  private final RecordingOrigin origin;
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final AtomicInteger given = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch crowd = new CountDownLatch(0);

  TokenOrigin(Handler otherwise) throws IOException {
    origin = new RecordingOrigin("127.0.0.1", request -> answer(request, otherwise));
  }

  /** The server, as a client is told of it. */
  OAuth2Server server() {
    return OAuth2Server.of(origin.uri("/token")).withDevice(origin.uri("/device"));
  }

  String uri(String path) {
    return origin.uri(path);
  }

  /** No token is given until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  /** Requests with a token that is no longer valid are answered when there are so many of them. */
  void gather(int many) {
    crowd = new CountDownLatch(many);
  }

  /** From now on no token that was given is good for anything. */
  void revoke() {
    valid.clear();
  }

  /** How many tokens were given. */
  int given() {
    return given.get();
  }

  /** The requests for that path, oldest first. */
  List<Asked> asked(String path) {
    return origin.asked().stream()
        .filter(asked -> asked.line().substring(asked.line().indexOf(' ') + 1).equals(path))
        .toList();
  }

  /** A token for two seconds, valid until it is revoked. */
  Response token() {
    String token = "t" + given.incrementAndGet();
    valid.add(token);
    return json(
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,".formatted(token)
            + "\"refresh_token\":\"r-%s\"}".formatted(token));
  }

  static Response json(String content) {
    return Response.text(content).withHeader("Content-Type", "application/json");
  }

  private Response answer(ServerRequest request, Handler otherwise) throws Exception {
    return switch (request.path()) {
      case "/token" -> {
        await(gate);
        yield token();
      }
      case "/api" -> api(request.header("Authorization").orElse(""));
      default -> otherwise.handle(request);
    };
  }

  private Response api(String authorization) throws Exception {
    if (authorization.startsWith("Bearer ") && valid.contains(authorization.substring(7))) {
      return Response.text(authorization);
    }
    crowd.countDown();
    await(crowd);
    return Response.of(Status.UNAUTHORIZED)
        .withHeader("WWW-Authenticate", "Bearer realm=\"api\", error=\"invalid_token\"");
  }

  private static void await(CountDownLatch latch) throws Exception {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody came");
    }
  }

  @Override
  public void close() {
    open();
    origin.close();
  }
}
