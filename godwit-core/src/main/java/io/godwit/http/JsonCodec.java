package io.godwit.http;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;

/**
 * What turns objects into JSON and back. The library has none of its own: {@code godwit-jackson}
 * brings one that clients and servers find by themselves, as a service ({@link
 * java.util.ServiceLoader}); {@code HttpClientBuilder.json} and {@code HttpServer.Builder.json} set
 * another.
 *
 * <p>Safe between threads. JSON is UTF-8 (RFC 8259 section 8.1); a byte order mark is gone before
 * {@link #decode} sees the content, see {@link #decodeReceived}.
 */
public interface JsonCodec {
  /**
   * The object as JSON text in UTF-8.
   *
   * @throws IOException when it cannot be written as JSON
   */
  byte[] encode(Object value) throws IOException;

  /**
   * The JSON text as an object of that type; {@code Object.class} stands for whatever the text is:
   * maps that keep the order, lists, strings, numbers, booleans.
   *
   * @throws IOException when it is not well formed, does not fit the type, is {@code null}, or
   *     something follows it
   */
  Object decode(byte[] json, Type type) throws IOException;

  /**
   * The same of content as it was received: a byte order mark at its start is passed over (RFC 8259
   * section 8.1).
   *
   * @throws IOException as {@link #decode}
   * @throws NullPointerException when that gives null, which it must not
   */
  default Object decodeReceived(byte[] content, Type type) throws IOException {
    boolean marked =
        content.length >= 3
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    byte[] json = marked ? Arrays.copyOfRange(content, 3, content.length) : content;
    return Objects.requireNonNull(decode(json, type), "the codec gave null");
  }
}
