package io.godwit.tests.command;

import io.godwit.tests.command.RecordingPeer.Asked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** What the {@link RecordingPeer} answers, by the path that it is asked for. */
final class ScriptedAnswers {
  private ScriptedAnswers() {}

  /**
   * One answer.
   *
   * @param text a character for each octet
   * @param goesOn whether the connection stays open
   */
  record Answer(String text, boolean goesOn) {}

  /**
   * The answer to that request.
   *
   * @param before how often that path was asked for before
   */
  static Answer to(Asked request, long before, int port) {
    return switch (request.path()) {
      case "/cut" -> new Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false);
      case "/silent" -> new Answer("", false);
      case "/old" -> new Answer("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold\n", false);
      case "/hints" ->
          new Answer(
              "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + ok("", "hello\n"), true);
      case "/chunked" ->
          new Answer(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n2\r\n\r\n\r\n0\r\n\r\n",
              true);
      case "/unmodified" -> new Answer("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", true);
      case "/empty" -> new Answer("HTTP/1.1 204 No Content\r\n\r\n", true);
      default -> new Answer(whole(request, before, port), true);
    };
  }

  private static String whole(Asked request, long before, int port) {
    String path = request.path();
    if (request.line().startsWith("CONNECT ")) {
      return answer("403 Forbidden", "", "not to there\n");
    }
    if (request.line().startsWith("HEAD ")) {
      return "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Path: " + path + "\r\n\r\n";
    }
    if (path.startsWith("/to/")) { // such as /to/302/ok
      String[] parts = path.split("/", 4);
      return answer(parts[2] + " Moved", "Location: /" + parts[3] + "\r\n", "moved\n");
    }
    return switch (path) {
      case "/missing" -> answer("404 Not Found", "", "nothing\n");
      case "/elsewhere" ->
          answer("302 Found", "Location: http://localhost:" + port + "/ok\r\n", "moved\n");
      case "/cookie" ->
          answer("302 Found", "Set-Cookie: a=1; Path=/\r\nLocation: /ok\r\n", "moved\n");
      case "/twocookies" -> ok("Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n", "hello\n");
      case "/busy" ->
          before == 0
              ? answer("503 Service Unavailable", "Retry-After: 1\r\n", "busy\n")
              : ok("", "hello\n");
      case "/range" ->
          request.field("Range").isPresent()
              ? answer("206 Partial Content", "Content-Range: bytes 3-5/6\r\n", "lo\n")
              : ok("", "hello\n");
      case "/allofit" ->
          answer("416 Range Not Satisfiable", "Content-Range: bytes */6\r\n", "no\n");
      case "/gzip" ->
          request.field("Accept-Encoding").filter(codings -> codings.contains("gzip")).isPresent()
              ? ok("Content-Encoding: gzip\r\n", gzip("hello\n"))
              : ok("", "hello\n");
      case "/brotli" -> ok("Content-Encoding: br\r\n", "\u000b\u0002hello\n\u0003");
      case "/named" ->
          ok("Content-Disposition: attachment; filename=\"../given.txt\"\r\n", "hello\n");
      case "/dated" -> ok("Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n", "hello\n");
      case "/json" -> answer("200 OK", "Content-Type: application/json\r\n", "{\"a\":1}");
      case "/nojson" -> answer("200 OK", "Content-Type: application/json\r\n", "{\"a\":");
      case "/basic" -> guarded(request, "Basic realm=\"r\"");
      case "/digest" ->
          guarded(request, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
      default -> ok("", "hello\n");
    };
  }

  private static String guarded(Asked request, String challenge) {
    return request.field("Authorization").isPresent()
        ? ok("", "secret\n")
        : answer("401 Unauthorized", "WWW-Authenticate: " + challenge + "\r\n", "who?\n");
  }

  private static String ok(String fields, String content) {
    return answer("200 OK", "Content-Type: text/plain\r\n" + fields, content);
  }

  private static String answer(String status, String fields, String content) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + fields
        + "Content-Length: "
        + content.length()
        + "\r\n\r\n"
        + content;
  }

  private static String gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toString(StandardCharsets.ISO_8859_1);
  }
}
