package io.godwit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
 * Body.producer(to -> to.write("a piece"));    // written by hand, as fast as the peer reads
 * }</pre>
 *
 * <p>As immutable as what it is made of: the array of {@link Bytes} is not copied, and a stream is
 * read once, by one thread.
 *
 * <p>Longer than other files: it is the list of all kinds of content, and what each of them answers
 * to the same questions.
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

  /** Writes content by hand; called once for each time the body is sent. */
  @FunctionalInterface
  interface Producer {
    /**
     * Writes all of the content. What it throws ends the exchange, as does content that is longer
     * or shorter than its declared length.
     *
     * @throws IOException when the content cannot be had
     */
    void produce(BodyWriter to) throws IOException;

    /**
     * Lets go of what it holds, when it is not asked to write; see {@link Body#discard}. A producer
     * that passes on other content discards that.
     *
     * @throws IOException when that fails; nothing depends on it
     */
    default void discard() throws IOException {}
  }

  /** Content held in memory. The array is not copied and must not be changed. */
  @SuppressWarnings("ArrayRecordComponent") // a copy of every body is not affordable; documented
  record Bytes(byte[] content, Optional<MediaType> type) implements Body {}

  /**
   * The content of a file, or a part of it, read when the message is sent.
   *
   * @param offset where it begins, in bytes
   * @param length in bytes; -1 for all up to the end of the file
   */
  record File(Path path, long offset, long length, Optional<MediaType> type) implements Body {
    /**
     * Checks the numbers.
     *
     * @throws InvalidMessage when the offset is negative, or the length below -1
     */
    public File {
      requireLength(length);
      if (offset < 0) {
        throw new InvalidMessage("offset " + offset + " is negative");
      }
    }
  }

  /**
   * Content from a stream.
   *
   * @param source opens it
   * @param length in bytes; -1 when unknown
   * @param replayable whether {@code source} gives the same content again
   * @param trailerSource gives the trailer fields, asked after the last byte
   * @param trailerNames what goes out as Trailer before the content
   */
  record Stream(
      Source source,
      long length,
      boolean replayable,
      Optional<MediaType> type,
      Optional<Supplier<Headers>> trailerSource,
      List<String> trailerNames)
      implements Body {
    /**
     * Checks the length.
     *
     * @throws InvalidMessage when it is below -1
     */
    public Stream {
      requireLength(length);
    }

    /** A stream that does not say beforehand which trailer fields it will have. */
    public Stream(
        Source source,
        long length,
        boolean replayable,
        Optional<MediaType> type,
        Optional<Supplier<Headers>> trailerSource) {
      this(source, length, replayable, type, trailerSource, List.of());
    }
  }

  /**
   * Content that is written by hand.
   *
   * @param producer writes it
   * @param length in bytes; -1 when unknown
   * @param replayable whether {@code producer} writes the same content again
   * @param trailerSource gives the trailer fields, after those the producer has set itself
   * @param trailerNames what goes out as Trailer before the content
   */
  record Produced(
      Producer producer,
      long length,
      boolean replayable,
      Optional<MediaType> type,
      Optional<Supplier<Headers>> trailerSource,
      List<String> trailerNames)
      implements Body {
    /**
     * Checks the length.
     *
     * @throws InvalidMessage when it is below -1
     */
    public Produced {
      requireLength(length);
    }
  }

  /** Several parts; its type has the boundary. */
  record Parts(Multipart content, Optional<MediaType> type) implements Body {}

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
    return new Bytes(
        StrictText.encoded(text, StandardCharsets.UTF_8), Optional.of(MediaType.TEXT_PLAIN_UTF_8));
  }

  /**
   * The text in that charset.
   *
   * @throws InvalidMessage when the charset lacks one of the characters, or can only be read
   */
  static Body text(String text, Charset charset) {
    MediaType type =
        MediaType.TEXT_PLAIN_UTF_8.with("charset", charset.name().toLowerCase(Locale.ROOT));
    return new Bytes(StrictText.encoded(text, charset), Optional.of(type));
  }

  /**
   * The pairs as {@code application/x-www-form-urlencoded}, in UTF-8; see {@link Form#encoded}.
   *
   * @throws InvalidMessage when a text has half a surrogate pair
   */
  static Body form(Form form) {
    return new Bytes(form.encoded().getBytes(StandardCharsets.US_ASCII), Optional.of(Form.TYPE));
  }

  /**
   * The parts, as {@code multipart/form-data} or what else they are.
   *
   * @throws InvalidMessage when there is no boundary yet ({@link Multipart#withBoundary}), or a
   *     part has no name where it needs one
   */
  static Body multipart(Multipart content) {
    content.requireComplete();
    return new Parts(content, Optional.of(content.type()));
  }

  /** The content of a file; a failure to read it is a failure of the message's sender. */
  static Body file(Path path) {
    return new File(path, 0, -1, Optional.empty());
  }

  /**
   * A part of a file.
   *
   * @param offset where it begins, in bytes
   * @param length in bytes; -1 for all up to the end of the file
   * @throws InvalidMessage when the offset is negative, or the length below -1
   */
  static Body file(Path path, long offset, long length) {
    return new File(path, offset, length, Optional.empty());
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

  /**
   * What the producer writes. A client calls it on a thread of its own while the caller waits, a
   * server on the thread of the connection; it writes as fast as the peer reads, and nothing of the
   * content is held but a small buffer. Its length is not known unless {@link #withLength} says it,
   * and it can be sent again unless {@link #once} says it cannot.
   *
   * <pre>{@code
   * CompletableFuture<byte[]> later = CompletableFuture.supplyAsync(() -> two);
   * client.post(url).body(Body.producer(to -> {
   *   to.write(one);
   *   to.write("and then ");
   *   to.write(later.join());
   * })).send();
   * }</pre>
   */
  static Body producer(Producer producer) {
    return new Produced(producer, -1, true, Optional.empty(), Optional.empty(), List.of());
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
      case File file -> sizeOf(file);
      case Stream stream -> stream.length();
      case Produced produced -> produced.length();
      case Parts parts -> parts.content().size();
    };
  }

  /** Whether the content can be sent again, for a retry or a redirect. */
  default boolean canReplay() {
    return switch (this) {
      case Bytes _, File _ -> true;
      case Stream stream -> stream.replayable();
      case Produced produced -> produced.replayable();
      case Parts parts -> parts.content().canReplay();
    };
  }

  /** Whether this is known to be without content. */
  default boolean isEmpty() {
    return this instanceof Bytes bytes && bytes.content().length == 0;
  }

  /**
   * The content from its start; the caller closes it. A received stream can be opened once. What a
   * producer writes, and multipart content, is collected in memory for that; {@link #writeTo} does
   * without.
   *
   * @throws IOException when it cannot be had
   */
  default InputStream open() throws IOException {
    return switch (this) {
      case Bytes bytes -> new ByteArrayInputStream(bytes.content());
      case File file -> PartInputStream.open(file);
      case Stream stream -> stream.source().open();
      case Produced _, Parts _ -> new ByteArrayInputStream(bytes(CollectingWriter.MOST));
    };
  }

  /**
   * Writes all content to the writer, and tells it of the trailer fields.
   *
   * @throws IOException when the content cannot be had, or the writer takes no more
   */
  default void writeTo(BodyWriter to) throws IOException {
    BodyContentWriting.write(this, to);
    Headers trailers = trailers(); // what that throws can still be answered while nothing has left
    if (!trailers.isEmpty()) {
      to.trailers(to.trailers().toBuilder().addAll(trailers).build());
    }
    to.flush();
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
    if (this instanceof Produced || this instanceof Parts) {
      CollectingWriter to = new CollectingWriter(limit);
      writeTo(to);
      return to.content();
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

  /**
   * Lets go of content that is not sent after all: who has a message with it and sends another in
   * its place calls this. Closes a stream that can be read one time only; content that can be had
   * again holds nothing. A server does so with what a response to HEAD would have had.
   *
   * @throws IOException when a stream cannot be closed; nothing depends on it
   */
  default void discard() throws IOException {
    switch (this) {
      case Bytes _, File _ -> {}
      case Stream stream -> {
        if (!stream.replayable()) {
          stream.source().open().close();
        }
      }
      case Produced produced -> produced.producer().discard();
      case Parts parts -> parts.content().discard();
    }
  }

  /** The trailer fields, once the content was read or sent to its end. */
  default Headers trailers() {
    return trailerSource().map(Supplier::get).orElse(Headers.empty());
  }

  /** The names of trailer fields that are announced before the content. */
  default List<String> trailerNames() {
    return switch (this) {
      case Stream stream -> stream.trailerNames();
      case Produced produced -> produced.trailerNames();
      case Bytes _, File _, Parts _ -> List.of();
    };
  }

  /** The same content under that media type. */
  default Body withType(MediaType type) {
    Optional<MediaType> changed = Optional.of(type);
    return switch (this) {
      case Bytes bytes -> new Bytes(bytes.content(), changed);
      case File file -> new File(file.path(), file.offset(), file.length(), changed);
      case Stream s ->
          new Stream(
              s.source(), s.length(), s.replayable(), changed, s.trailerSource(), s.trailerNames());
      case Produced p ->
          new Produced(
              p.producer(),
              p.length(),
              p.replayable(),
              changed,
              p.trailerSource(),
              p.trailerNames());
      case Parts parts -> new Parts(parts.content(), changed);
    };
  }

  /**
   * The same content with its length known beforehand, so that it need not be chunked; trailer
   * fields, which need that, are dropped. Sending fails when the content is longer or shorter.
   *
   * @throws InvalidMessage when the length is negative, but for -1, which takes it back
   */
  default Body withLength(long bytes) {
    return framed(bytes, canReplay(), Optional.empty(), List.of());
  }

  /**
   * The same content with trailer fields at its end, which makes it chunked (RFC 9112 section
   * 7.1.2). The supplier is asked after the last byte was taken from the content.
   */
  default Body withTrailers(Supplier<Headers> trailers) {
    return framed(-1, canReplay(), Optional.of(trailers), List.of());
  }

  /**
   * The same with the names of the trailer fields said before the content, in a Trailer field (RFC
   * 9110 section 6.6.2). Whether the supplier gives just those is not checked.
   *
   * <pre>{@code
   * Body.stream(in).withTrailers(List.of("Digest"), () -> Headers.of("Digest", digest()));
   * }</pre>
   *
   * @throws InvalidMessage when a name is not a token
   */
  default Body withTrailers(List<String> names, Supplier<Headers> trailers) {
    names.forEach(FieldCheck::name);
    return framed(-1, canReplay(), Optional.of(trailers), List.copyOf(names));
  }

  /** The same content, which can be sent one time only: a redirect that would repeat it fails. */
  default Body once() {
    return framed(lengthIfKnown(), false, trailerSource(), trailerNames());
  }

  private Optional<Supplier<Headers>> trailerSource() {
    return switch (this) {
      case Stream stream -> stream.trailerSource();
      case Produced produced -> produced.trailerSource();
      case Bytes _, File _, Parts _ -> Optional.empty();
    };
  }

  private long lengthIfKnown() {
    return switch (this) {
      case Bytes bytes -> bytes.content().length;
      case File file -> file.length();
      case Stream stream -> stream.length();
      case Produced produced -> produced.length();
      case Parts _ -> -1;
    };
  }

  private Body framed(
      long length, boolean replayable, Optional<Supplier<Headers>> trailers, List<String> names) {
    return switch (this) {
      case Produced p -> new Produced(p.producer(), length, replayable, type(), trailers, names);
      case Parts parts ->
          new Produced(
              new PartsInTurn(parts.content()), length, replayable, type(), trailers, names);
      case Bytes _, File _, Stream _ ->
          new Stream(this::open, length, replayable, type(), trailers, names);
    };
  }

  private static long sizeOf(File file) throws IOException {
    long rest = Files.size(file.path()) - file.offset();
    if (rest < Math.max(0, file.length())) {
      throw new IOException("the file ends before the part of it that is to be sent");
    }
    return file.length() < 0 ? rest : file.length();
  }

  private static void requireLength(long length) {
    if (length < -1) {
      throw new InvalidMessage("length " + length + " is negative");
    }
  }
}

/** The parts of multipart content, without what else belongs to a body. */
record PartsInTurn(Multipart content) implements Body.Producer {
  @Override
  public void produce(BodyWriter to) throws IOException {
    content.writeTo(to);
  }

  @Override
  public void discard() throws IOException {
    content.discard();
  }
}

/** Holds the one empty body; an interface cannot have a private constant. */
final class NoContent {
  static final Body EMPTY = new Body.Bytes(new byte[0], Optional.empty());

  private NoContent() {}
}
