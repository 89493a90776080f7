package io.godwit.bench.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one resource that all drivers of a group fetch or send to, and what the answer has to look
 * like.
 *
 * @param host an address literal, so that no driver measures name look-ups
 * @param path origin form
 * @param length of the content in bytes: of what is received, decoded, or of what is sent
 * @param file what is sent, if that is a file
 * @param authority where TLS is spoken: the PEM file with the certificate to trust
 * @param pin where a server is measured: put before the command of the load generator
 */
public record Target(
    String host,
    int port,
    String path,
    long length,
    @Nullable Path file,
    @Nullable Path authority,
    List<String> pin) {
  /** The media type the origin answers with; every driver reads this one header. */
  public static final String CONTENT_TYPE = "text/plain";

  /** More than what the parts of a form are wrapped in. */
  private static final int MOST_WRAPPING = 4096;

  public Target {
    pin = List.copyOf(pin);
  }

  /** To be fetched, without TLS. */
  public Target(String host, int port, String path, long length) {
    this(host, port, path, length, null, null, List.of());
  }

  /** As this one, and the content of that file is sent. */
  public Target sending(Path content) {
    return new Target(host, port, path, length, content, authority, pin);
  }

  /** As this one, over TLS. */
  public Target trusting(Path certificate) {
    return new Target(host, port, path, length, file, certificate, pin);
  }

  /** As this one, and what makes the load is started by way of that command. */
  public Target loadedBy(List<String> command) {
    return new Target(host, port, path, length, file, authority, command);
  }

  public String url() {
    return (authority == null ? "http://" : "https://") + host + ":" + port + path;
  }

  public URI uri() {
    return URI.create(url());
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** The file that is sent. */
  public Path content() {
    return Objects.requireNonNull(file, "no file is sent to this target");
  }

  /** Whom to trust; empty where no TLS is spoken. */
  public Optional<Trust> trust() throws IOException {
    return authority == null ? Optional.empty() : Optional.of(Trust.in(authority));
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

  /**
   * For drivers that send: the origin answers with the number of bytes it has read, and a form is a
   * little more than its file.
   */
  public void checkSent(int status, @Nullable String contentType, String answer) {
    if (status == 200 && CONTENT_TYPE.equals(contentType) && isLength(answer)) {
      return;
    }
    throw new IllegalStateException(
        "expected 200, %s, %d from %s; got %d, %s, %s"
            .formatted(CONTENT_TYPE, length, url(), status, contentType, answer));
  }

  private boolean isLength(String answer) {
    try {
      long more = Long.parseLong(answer) - length;
      return more >= 0 && more < MOST_WRAPPING;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
