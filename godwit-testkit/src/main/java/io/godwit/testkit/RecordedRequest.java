package io.godwit.testkit;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A request that a {@link MockServer} has received.
 *
 * @param message the request with its content in memory, as much of it as has been read
 * @param target the request target as it stood in the request line
 * @param trailers the trailer fields of its content; empty when that was not read
 * @param complete whether all of its content has been read: not when it broke off, nor when the
 *     answer came without reading it ({@link Answer#withoutReading})
 * @param connection on which connection of the server it came, counted from 1: whether a client
 *     reuses its connections shows here
 * @param exchange which one of that connection it was, counted from 1
 */
public record RecordedRequest(
    Request message,
    String target,
    Headers trailers,
    boolean complete,
    int connection,
    int exchange) {

  /** The method. */
  public Method method() {
    return message.method();
  }

  /** The path, as received and without the query. */
  public String path() {
    return message.uri().path();
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return message.headers().first(name);
  }

  /** The content, as much as has been read; empty when there was none or it was not read. */
  public byte[] bytes() {
    try {
      return message.body().bytes(Integer.MAX_VALUE - 8);
    } catch (IOException e) {
      throw new UncheckedIOException("content in memory cannot fail", e);
    }
  }

  /** The content as text, in the charset of its type, else UTF-8. */
  public String text() {
    try {
      return message.body().text(Integer.MAX_VALUE - 8);
    } catch (IOException e) {
      throw new UncheckedIOException("content in memory cannot fail", e);
    }
  }

  /** Method and target. */
  @Override
  public String toString() {
    return method() + " " + target;
  }
}
