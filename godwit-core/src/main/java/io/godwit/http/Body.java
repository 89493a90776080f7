package io.godwit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The content of a message, to be sent or as it arrives. What is sent can be bytes, a file or a
 * stream; what was received is a stream that can be read once, or bytes.
 *
 * <pre>{@code
 * Body.text("grüße");                          // UTF-8, length known
 * Body.file(Path.of("film.mp4"));              // length known when it is sent
 * Body.stream(in);                             // length unknown: chunked
 * Body.chunks(List.of(one, two)).withTrailers(() -> Headers.of("Digest", digest()));
 * }</pre>
 *
 * <p>As immutable as what it is made of: the array of {@link Bytes} is not copied, and a stream is
 * read once, by one thread.
 */
public sealed interface Body {
  /** Where streamed content comes from; called once for each time the body is sent. */
  @FunctionalInterface
  interface Source {
    /**
     * Opens the content from its start. Who opened it closes it.
     *
     * @throws IOException when the content cannot be had
     */
    InputStream open() throws IOException;
  }

  /** Content held in memory. The array is not copied and must not be changed. */
  @SuppressWarnings("ArrayRecordComponent") // a copy of every body is not affordable; documented
  record Bytes(byte[] content, Optional<MediaType> type) implements Body {}

  /** The content of a file, read when the message is sent. */
  record File(Path path, Optional<MediaType> type) implements Body {}

  /**
   * Content from a stream.
   *
   * @param source opens it
   * @param length in bytes; -1 when unknown
   * @param replayable whether {@code source} gives the same content again
   * @param trailerSource gives the trailer fields, asked after the last byte
   */
  record Stream(
      Source source,
      long length,
      boolean replayable,
      Optional<MediaType> type,
      Optional<Supplier<Headers>> trailerSource)
      implements Body {
    /**
     * Checks the length.
     *
     * @throws InvalidMessage when it is below -1
     */
    public Stream {
      if (length < -1) {
        throw new InvalidMessage("length " + length + " is negative");
      }
    }
  }

  /** No content. */
  static Body empty() {
    return NoContent.EMPTY;
  }

  /** These bytes; the array is not copied. */
  static Body bytes(byte[] content) {
    return new Bytes(content, Optional.empty());
  }

  /**
   * The text in UTF-8, as {@code text/plain; charset=utf-8}.
   *
   * @throws InvalidMessage when the text has half a surrogate pair, which is no character
   */
  static Body text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new InvalidMessage("the text has half a surrogate pair at " + i);
        }
        i++;
      }
    }
    return new Bytes(
        text.getBytes(StandardCharsets.UTF_8), Optional.of(MediaType.TEXT_PLAIN_UTF_8));
  }

  /**
   * The text in that charset.
   *
   * @throws InvalidMessage when the charset lacks one of the characters, or can only be read
   */
  static Body text(String text, Charset charset) {
    if (!charset.canEncode()) {
      throw new InvalidMessage("charset " + charset + " can be read and not written");
    }
    try {
      var encoded =
          charset
              .newEncoder()
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(java.nio.CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      MediaType type =
          MediaType.of("text/plain; charset=" + charset.name().toLowerCase(java.util.Locale.ROOT));
      return new Bytes(bytes, Optional.of(type));
    } catch (CharacterCodingException e) {
      throw new InvalidMessage("the text has a character that " + charset + " cannot encode");
    }
  }

  /** The content of a file; a failure to read it is a failure of the message's sender. */
  static Body file(Path path) {
    return new File(path, Optional.empty());
  }

  /** What the stream gives until its end; it can be sent once and is closed afterwards. */
  static Body stream(InputStream in) {
    return new Stream(() -> in, -1, false, Optional.empty(), Optional.empty());
  }

  /** What the source gives, opened anew each time the body is sent. */
  static Body source(Source source) {
    return new Stream(source, -1, true, Optional.empty(), Optional.empty());
  }

  /** The arrays in turn; empty ones are skipped. A new iterator is asked for at each sending. */
  static Body chunks(Iterable<byte[]> chunks) {
    return source(() -> new ChunksInputStream(chunks.iterator()));
  }

  /** The media type that goes out as Content-Type when the message names none. */
  Optional<MediaType> type();

  /**
   * The length in bytes; -1 when unknown.
   *
   * @throws IOException when a file cannot be asked for its size
   */
  default long size() throws IOException {
    return switch (this) {
      case Bytes bytes -> bytes.content().length;
      case File file -> Files.size(file.path());
      case Stream stream -> stream.length();
    };
  }

  /** Whether the content can be sent again, for a retry or a redirect. */
  default boolean canReplay() {
    return switch (this) {
      case Bytes _, File _ -> true;
      case Stream stream -> stream.replayable();
    };
  }

  /** Whether this is known to be without content. */
  default boolean isEmpty() {
    return this instanceof Bytes bytes && bytes.content().length == 0;
  }

  /**
   * The content from its start; the caller closes it. A received stream can be opened once.
   *
   * @throws IOException when it cannot be had
   */
  default InputStream open() throws IOException {
    return switch (this) {
      case Bytes bytes -> new ByteArrayInputStream(bytes.content());
      case File file -> Files.newInputStream(file.path());
      case Stream stream -> stream.source().open();
    };
  }

  /**
   * All content in memory.
   *
   * @param limit the most bytes to accept
   * @throws HttpFailure.LimitExceeded when there is more
   * @throws IOException when reading fails
   */
  default byte[] bytes(int limit) throws IOException {
    if (this instanceof Bytes bytes && bytes.content().length <= limit) {
      return bytes.content();
    }
    try (InputStream in = open()) {
      byte[] content = in.readNBytes(limit);
      if (content.length == limit && in.read() >= 0) {
        throw new HttpFailure.LimitExceeded("body", limit, Sent.YES);
      }
      return content;
    }
  }

  /**
   * All content as text in the charset of its type, else UTF-8. Malformed input becomes U+FFFD.
   *
   * @param limit the most bytes to accept
   * @throws HttpFailure.LimitExceeded when there is more
   * @throws IOException when reading fails
   */
  default String text(int limit) throws IOException {
    Charset charset = type().flatMap(MediaType::charset).orElse(StandardCharsets.UTF_8);
    return new String(bytes(limit), charset);
  }

  /** The trailer fields, once the content was read or sent to its end. */
  default Headers trailers() {
    return this instanceof Stream stream && stream.trailerSource().isPresent()
        ? stream.trailerSource().get().get()
        : Headers.empty();
  }

  /** The same content under that media type. */
  default Body withType(MediaType type) {
    Optional<MediaType> changed = Optional.of(type);
    return switch (this) {
      case Bytes bytes -> new Bytes(bytes.content(), changed);
      case File file -> new File(file.path(), changed);
      case Stream s ->
          new Stream(s.source(), s.length(), s.replayable(), changed, s.trailerSource());
    };
  }

  /**
   * The same content with its length known beforehand, so that it need not be chunked; trailer
   * fields, which need that, are dropped. Sending fails when the content is longer or shorter.
   *
   * @throws InvalidMessage when the length is negative, but for -1, which takes it back
   */
  default Body withLength(long bytes) {
    return new Stream(this::open, bytes, canReplay(), type(), Optional.empty());
  }

  /**
   * The same content with trailer fields at its end, which makes it chunked (RFC 9112 section
   * 7.1.2). The supplier is asked after the last byte was taken from the content.
   */
  default Body withTrailers(Supplier<Headers> trailers) {
    return new Stream(this::open, -1, canReplay(), type(), Optional.of(trailers));
  }
}

/** Holds the one empty body; an interface cannot have a private constant. */
final class NoContent {
  static final Body EMPTY = new Body.Bytes(new byte[0], Optional.empty());

  private NoContent() {}
}

/** The arrays of an iterator as one stream. */
final class ChunksInputStream extends InputStream {
  private final Iterator<byte[]> chunks;
  private byte[] current = new byte[0];
  private int at;

  ChunksInputStream(Iterator<byte[]> chunks) {
    this.chunks = chunks;
  }

  @Override
  public int read() {
    return advance() ? current[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean advance() {
    while (at == current.length) {
      if (!chunks.hasNext()) {
        return false;
      }
      current = chunks.next();
      at = 0;
    }
    return true;
  }
}
