package io.godwit.bench.driver;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one resource that all drivers fetch, and what the answer has to look like.
 *
 * @param host an address literal, so that no driver measures name look-ups
 * @param path origin form
 * @param length of the body in bytes
 */
public record Target(String host, int port, String path, long length) {
  /** The media type the origin answers with; every driver reads this one header. */
  public static final String CONTENT_TYPE = "text/plain";

  public String url() {
    return "http://" + host + ":" + port + path;
  }

  public URI uri() {
    return URI.create(url());
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** The least a client has to send: what the bare loops write, made once. */
  public byte[] request() {
    String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /** A driver that was answered anything else is not measuring GETs; it stops. */
  public void check(int status, @Nullable String contentType, long received) {
    if (status == 200 && received == length && CONTENT_TYPE.equals(contentType)) {
      return;
    }
    throw new IllegalStateException(
        "expected 200, %s, %d bytes from %s; got %d, %s, %d bytes"
            .formatted(CONTENT_TYPE, length, url(), status, contentType, received));
  }

  /**
   * As {@link #check(int, String, long)} for the bare loops, which read no header but the length.
   */
  public void check(int status, long received) {
    check(status, CONTENT_TYPE, received);
  }
}
