package io.godwit.tests.client;

import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's half of Digest (RFC 7616), written apart from the client's: lets those through who
 * know the password, counts nonces strictly, and proves in return that it knows it, too.
 */
final class DigestGate implements AutoCloseable {
  private static final Pattern PARAMETER =
      Pattern.compile("([\\w*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

  private final HttpServer server;
  private final List<String> contents = new CopyOnWriteArrayList<>();
  private final String algorithm;
  private final String javaAlgorithm;
  private final String qop;
  private final String password;
  private final AtomicInteger nonces = new AtomicInteger();
  private final Set<String> uses = ConcurrentHashMap.newKeySet();

  /** What is put behind each proof of the server; to show that a wrong one is noticed. */
  volatile String spoiled = "";

  /** The nonces below this one are stale. */
  volatile int oldest;

  DigestGate(String algorithm, String javaAlgorithm, String qop, String password)
      throws IOException {
    this.algorithm = algorithm;
    this.javaAlgorithm = javaAlgorithm;
    this.qop = qop;
    this.password = password;
    this.server = HttpServer.start(0, this::answer);
  }

  String uri() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  /** The contents of the requests so far, in order. */
  List<String> contents() {
    return contents;
  }

  /** How many connections are open. */
  int connections() {
    return server.connections();
  }

  @Override
  public void close() {
    server.close();
  }

  private Response answer(ServerRequest request) throws Exception {
    byte[] content = request.bytes();
    contents.add(new String(content, StandardCharsets.UTF_8));
    Map<String, String> p = parameters(request.header("Authorization").orElse(""));
    if (p.isEmpty()) {
      return challenge(false);
    }
    String method = request.method().name();
    String target = request.rawTarget();
    if (!p.getOrDefault("uri", "").equals(target)
        || !value(p, method + ":" + target, content).equals(p.get("response"))) {
      return challenge(false);
    }
    String nonce = p.getOrDefault("nonce", "");
    if (Integer.parseInt(nonce.substring(1)) < oldest || !uses.add(nonce + p.get("nc"))) {
      return challenge(true);
    }
    String proof = value(p, ":" + target, new byte[0]) + spoiled;
    return Response.text("welcome, nc " + p.get("nc"))
        .withHeader("Authentication-Info", "qop=" + p.get("qop") + ", rspauth=\"" + proof + '"');
  }

  private Response challenge(boolean stale) {
    String value =
        "Digest realm=\"the gate\", nonce=\"n%d\", algorithm=%s, qop=\"%s\", stale=%s, opaque=\"o\""
            .formatted(nonces.incrementAndGet(), algorithm, qop, stale);
    return Response.of(401)
        .withHeader("WWW-Authenticate", value)
        .withBody(Body.text("who are you?"));
  }

  private String value(Map<String, String> p, String a2, byte[] content) {
    String a1 = hash(p.get("username") + ":the gate:" + password);
    if (algorithm.endsWith("-sess")) {
      a1 = hash(a1 + ":" + p.get("nonce") + ":" + p.get("cnonce"));
    }
    boolean contentCounts = "auth-int".equals(p.get("qop"));
    String hashed = contentCounts ? hash(a2 + ":" + hash(content)) : hash(a2);
    return hash(
        String.join(
            ":",
            a1,
            p.getOrDefault("nonce", ""),
            p.getOrDefault("nc", ""),
            p.getOrDefault("cnonce", ""),
            p.getOrDefault("qop", ""),
            hashed));
  }

  private static Map<String, String> parameters(String value) {
    Map<String, String> parameters = new HashMap<>();
    if (value.startsWith("Digest ")) {
      for (Matcher m = PARAMETER.matcher(value); m.find(); ) {
        String quoted = m.group(2);
        parameters.put(
            m.group(1), quoted == null ? m.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      }
    }
    return parameters;
  }

  private String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(javaAlgorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
