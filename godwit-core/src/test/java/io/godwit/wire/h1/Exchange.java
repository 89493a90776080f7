package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A request and its answer, made up by chance: what either end sends, and what the other must see.
 *
 * @param sent the content of the request
 * @param answered the content of the answer
 * @param early whether the server answers when it has seen the head
 */
record Exchange(
    long stream,
    String method,
    Version version,
    String sent,
    boolean sentChunked,
    boolean requestCloses,
    int interims,
    int code,
    String answered,
    boolean lengthKnown,
    boolean responseCloses,
    boolean early) {

  /** One to six of them; only the last may be one after which the client sends no more. */
  static List<Exchange> some(Random random) {
    int count = 1 + random.nextInt(6);
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      exchanges.add(one(i, i == count && random.nextInt(4) == 0, random));
    }
    return exchanges;
  }

  private static Exchange one(long stream, boolean requestCloses, Random random) {
    Version version = random.nextInt(4) == 0 ? Version.HTTP_1_0 : Version.HTTP_1_1;
    String method = List.of("GET", "HEAD", "POST", "PUT", "QUERY").get(random.nextInt(5));
    String sent = random.nextBoolean() ? "" : text(random);
    int code = List.of(200, 200, 204, 304, 404, 500).get(random.nextInt(6));
    boolean contentless = code == 204 || code == 304;
    return new Exchange(
        stream,
        method,
        version,
        sent,
        version == Version.HTTP_1_1 && random.nextBoolean(),
        requestCloses,
        version == Version.HTTP_1_1 ? random.nextInt(3) : 0,
        code,
        contentless ? "" : text(random),
        contentless || random.nextBoolean(),
        random.nextInt(12) == 0,
        random.nextInt(4) == 0);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(1500); left > 0; left--) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }

  /** What the client sends. */
  List<HttpEvent> requestEvents(long stream) {
    String[] fields = requestCloses ? new String[] {"Connection", "close"} : new String[0];
    long length = sentChunked ? HttpEvent.UNKNOWN_LENGTH : sent.length();
    List<HttpEvent> events = new ArrayList<>();
    events.add(Messages.request(stream, method, "/" + stream, version, length, fields));
    pieces(stream, sent, events);
    events.add(new End(stream, trailers(sentChunked)));
    return events;
  }

  /** What the server must see of that. */
  String request() {
    return method + " /" + stream + " " + version + " " + sent + trailers(sentChunked);
  }

  /** What the server sends. */
  List<HttpEvent> responseEvents(long stream) {
    List<HttpEvent> events = new ArrayList<>();
    for (int i = 0; i < interims; i++) {
      events.add(Messages.interim(stream, 103, "Link", "</" + i + ">"));
    }
    Headers headers = responseCloses ? Headers.of("Connection", "close") : Headers.empty();
    Status status = Status.of(code);
    long length = lengthKnown ? answered.length() : HttpEvent.UNKNOWN_LENGTH;
    events.add(
        new ResponseHead(stream, Version.HTTP_1_1, status, status.reason(), headers, length));
    pieces(stream, answered, events);
    events.add(new End(stream, trailers(answeredInChunks())));
    return events;
  }

  /** What the client must see of that. */
  String response() {
    return "103 ".repeat(interims)
        + stream
        + " "
        + version
        + " "
        + code
        + " "
        + (method.equals("HEAD") ? "" : answered)
        + trailers(answeredInChunks());
  }

  /** Whether the connection ends with this exchange. */
  boolean ends() {
    boolean untilClose = !lengthKnown && version == Version.HTTP_1_0 && !method.equals("HEAD");
    return requestCloses || responseCloses || untilClose;
  }

  /** A client that sees the last answer too early sends no more, so that is left out. */
  boolean answersEarly() {
    return early && !ends();
  }

  private boolean answeredInChunks() {
    return !lengthKnown && version == Version.HTTP_1_1 && !method.equals("HEAD");
  }

  private static Headers trailers(boolean chunked) {
    return chunked ? Headers.of("X-Sum", "7f") : Headers.empty();
  }

  private static void pieces(long stream, String content, List<HttpEvent> into) {
    int size = 1 + content.length() / 3;
    for (int at = 0; at < content.length(); at += size) {
      int end = Math.min(content.length(), at + size);
      into.add(Messages.data(stream, content.substring(at, end)));
    }
  }
}
