package io.godwit.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes down what the connections of a client send and receive: above TLS, byte by byte, with the
 * number of the connection ({@link ConnectionEvent#number}), the direction and the time. Into
 * memory, of which the oldest is forgotten, or into a file, which begins anew when it is full.
 *
 * <pre>{@code
 * WireLog wire = WireLog.inMemory(64 * 1024);
 * try (HttpClient logged = HttpClient.builder().wireLog(wire).build()) {
 *   logged.get(url).send();
 * }
 * show(wire.text());
 * }</pre>
 *
 * <p>Secrets in heads are replaced by {@code ***}: the values of Authorization,
 * Proxy-Authorization, Cookie, Set-Cookie, the usual names of API keys, and the fields that the
 * caller has marked; and so is what looks like such a line anywhere else. In exchanges for tokens
 * the content is left out as a whole. Other content is shown as it is, and so are URIs: who has
 * secrets there must not give the log away. {@link #withSecrets} shows everything.
 *
 * <p>What is said to a proxy by CONNECT has the number 0, for there is no connection yet. What
 * SOCKS says is not written down. Thread-safe; several clients may share one.
 */
public final class WireLog {
  /** Which way the bytes go. */
  public enum Direction {
    /** From this end. */
    SENT('>'),
    /** To this end. */
    RECEIVED('<');

    private final char sign;

    Direction(char sign) {
      this.sign = sign;
    }

    char sign() {
      return sign;
    }
  }

  /**
   * What was sent or received at once.
   *
   * @param connection its number; 0 for what is said to a proxy to open one
   * @param direction which way
   * @param time when
   * @param bytes what, with its secrets replaced; read-only
   */
  public record Entry(long connection, Direction direction, Instant time, ByteBuffer bytes) {
    /** Makes the bytes read-only. */
    public Entry {
      bytes = bytes.asReadOnlyBuffer();
    }

    /** The bytes, to be read from their beginning each time. */
    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }
  }

  private final WireSink sink;
  private final boolean secrets;

  private WireLog(WireSink sink, boolean secrets) {
    this.sink = sink;
    this.secrets = secrets;
  }

  /**
   * Keeps the last so many bytes in memory.
   *
   * @throws IllegalArgumentException when that is not at least 1
   */
  public static WireLog inMemory(int bytes) {
    return new WireLog(new WireMemory(bytes), false);
  }

  /**
   * Writes text to a file, behind what is there. When the file has half of these bytes it is
   * renamed to its name with {@code .1} behind it, in place of the one before, and a new one begun:
   * so the two together never have more. Only its owner may read it. What cannot be written is no
   * failure of calls: the first time is logged, and {@link #failure} has it.
   *
   * @throws IllegalArgumentException when that is not at least 1024
   */
  public static WireLog toFile(Path file, long bytes) {
    return new WireLog(new WireFile(file, bytes, WireText.LINES), false);
  }

  /** The same file with hexadecimal numbers instead of text. */
  public static WireLog toHexFile(Path file, long bytes) {
    return new WireLog(new WireFile(file, bytes, WireText.HEX), false);
  }

  /** The same log with all secrets: whoever reads it can act in their owner's name. */
  public WireLog withSecrets() {
    return new WireLog(sink, true);
  }

  /** What is in memory, oldest first; nothing when it goes to a file. */
  public List<Entry> entries() {
    return sink.entries();
  }

  /** What is in memory as text, both directions as they came. */
  public String text() {
    return text(WireText.LINES);
  }

  /** What is in memory in hexadecimal numbers, beside its text. */
  public String hex() {
    return text(WireText.HEX);
  }

  private String text(WireText form) {
    StringBuilder all = new StringBuilder();
    entries().forEach(entry -> form.append(entry, all));
    return all.toString();
  }

  /** Why the file is not written any more. */
  public Optional<IOException> failure() {
    return sink.failure();
  }

  boolean showsSecrets() {
    return secrets;
  }

  void add(Entry entry) {
    sink.add(entry);
  }
}
