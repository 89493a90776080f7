package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.Explanation;
import io.godwit.http.Headers;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.Link;
import io.godwit.http.MediaType;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a call returns when its content is read as it arrives. To be closed: it holds a connection
 * until the content was read to its end. One that is forgotten is noticed when it and its stream
 * are collected as garbage: the connection is closed and a warning is logged.
 *
 * <pre>{@code
 * try (StreamingResponse response = client.get(url).open()) {
 *   response.body().transferTo(out);
 * }
 * }</pre>
 *
 * <p>One thread reads; {@link #close()} may come from any.
 */
public final class StreamingResponse implements AutoCloseable {
  private final CallRecord record;
  private final Response head;
  private final ResponseStream stream;
  private final Content content;

  StreamingResponse(CallRecord record, Response head, Content content) {
    this.record = record;
    this.head = head;
    this.content = content;
    this.stream = new ResponseStream(content, record.sent());
  }

  CallRecord record() {
    return record;
  }

  /**
   * The content, to be read by somebody else; this no longer gives it or looks after it.
   *
   * @throws IllegalStateException when it was closed
   */
  Content takeContent() {
    stream.handOver();
    return content;
  }

  /**
   * Whether the content is given without the codings that its Content-Encoding names; otherwise it
   * is as it came.
   */
  public boolean decoded() {
    return content.decoded();
  }

  /** The status. */
  public Status status() {
    return head.status();
  }

  /**
   * Whether the content has not changed, so that none has come: 304, the answer to {@link
   * CallBuilder#ifModifiedSince} and to other conditions.
   */
  public boolean notModified() {
    return head.status().equals(Status.NOT_MODIFIED);
  }

  /** The header fields as they came, also when codings of the content are undone. */
  public Headers headers() {
    return head.headers();
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    return head.headers().first(name);
  }

  /**
   * The cookies that this response sets, by name and in order, whether the client keeps them or
   * not; of two with one name the later. Read anew with each call.
   */
  public SequencedMap<String, Cookie> cookies() {
    return CallRecord.cookies(head);
  }

  /**
   * The content, its codings undone. Reading it throws {@link io.godwit.http.HttpFailure} when it
   * does not arrive whole and in time; a stream that ends properly is complete.
   */
  public InputStream body() {
    return stream;
  }

  /**
   * The content as a channel; what one takes the other no longer has. Large content that is read
   * into a direct buffer of 16 KiB or more is not copied on its way from the socket.
   *
   * <pre>{@code
   * try (StreamingResponse response = client.get(url).open()) {
   *   ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
   *   while (response.channel().read(piece) >= 0) {
   *     use(piece.flip());
   *     piece.clear();
   *   }
   * }
   * }</pre>
   *
   * <p>Fails as {@link #body()} does.
   */
  public ReadableByteChannel channel() {
    return stream;
  }

  /**
   * The rest of the content, collected.
   *
   * @throws HttpFailure.LimitExceeded when it is larger than {@link CallBuilder#bodyLimit}
   * @throws HttpFailure when it does not arrive whole
   */
  public byte[] bytes() throws HttpFailure {
    try {
      return collected(ContentCollector.most(record.call().bodyLimit()));
    } catch (IOException e) {
      throw Failures.of(e, Sent.YES);
    }
  }

  private byte[] collected(int most) throws IOException {
    byte[] bytes = stream.readNBytes(most);
    if (bytes.length == most && stream.read() >= 0) {
      close();
      throw new HttpFailure.LimitExceeded("content", most, Sent.YES);
    }
    return bytes;
  }

  /**
   * The rest of the content as text: in the charset of its media type, else as its byte order mark
   * says, else in UTF-8. Malformed input becomes U+FFFD.
   *
   * @throws HttpFailure as {@link #bytes()}
   */
  public String text() throws HttpFailure {
    return ContentCharset.text(mediaType(), bytes());
  }

  /** The media type of the content, as far as Content-Type can be understood. */
  public Optional<MediaType> mediaType() {
    return header("Content-Type").flatMap(MediaType::received);
  }

  /**
   * The lines of the text as they arrive, without LF, CR LF or CR at their ends; its charset as for
   * {@link #text()}. Can be asked for once.
   *
   * <pre>{@code
   * try (StreamingResponse response = client.get(url).open()) {
   *   response.lines().filter(line -> line.startsWith("data: ")).forEach(System.out::println);
   * }
   * }</pre>
   *
   * <p>What goes wrong is an {@link java.io.UncheckedIOException} with the {@link HttpFailure},
   * also a line of more than 1,048,576 characters.
   *
   * @throws HttpFailure when not even the beginning arrives
   */
  public Stream<String> lines() throws HttpFailure {
    try {
      return StreamSupport.stream(new TextLines(ContentCharset.reader(mediaType(), stream)), false);
    } catch (IOException e) {
      throw Failures.of(e, Sent.YES);
    }
  }

  /** What reads the content by number of bytes or by lines of bytes; one takes from the other. */
  public ContentReader reader() {
    return new ContentReader(stream);
  }

  /**
   * The content for one subscriber, read as that asks for pieces of at most 16 KiB, each its own to
   * keep. It is called on a virtual thread, and closes this response in the end: when the content
   * is complete or has failed ({@link HttpFailure}), or the subscription is cancelled. A subscriber
   * that asks for nothing as long as the whole call may take is given up.
   */
  public Flow.Publisher<ByteBuffer> publisher() {
    return new ContentPublisher(this, record.call().context(), record.call().limit());
  }

  /**
   * This response, if its status is 2xx.
   *
   * @throws HttpFailure.UnexpectedStatus otherwise, with the content, which is collected
   * @throws HttpFailure when that does not arrive whole
   */
  public StreamingResponse orThrow() throws HttpFailure {
    if (!status().success()) {
      throw new HttpFailure.UnexpectedStatus(head.withBody(Body.bytes(bytes())));
    }
    return this;
  }

  BufferedResponse withoutContent() {
    return new BufferedResponse(record, head, new byte[0], trailers(), decoded());
  }

  /**
   * The trailer fields.
   *
   * @throws IllegalStateException when the content was not read to its end
   */
  public Headers trailers() {
    return content.trailers();
  }

  /** The request as it was described, before redirects and policies have changed anything. */
  public Request requested() {
    return record.asked();
  }

  /**
   * The request that this is the response to, as it was sent, but for what the connection added.
   * Its URI is where the redirects have led.
   */
  public Request request() {
    return record.sent();
  }

  /** The exchanges before the last one, oldest first: redirects, challenges, what was retried. */
  public List<Hop> history() {
    return record.history();
  }

  /** The links in the Link field (RFC 8288), relative ones resolved. */
  public List<Link> links() {
    return Link.received(headers(), request().uri());
  }

  /** Where the first link of that relation leads, such as {@code next}. */
  public Optional<Uri> link(String relation) {
    return links().stream().filter(link -> link.is(relation)).map(Link::target).findFirst();
  }

  /** What {@link CallBuilder#tag} attached to the call. */
  public Optional<Object> tag() {
    return record.tag();
  }

  /** The response as a bare message without its content. */
  public Response response() {
    return head;
  }

  /** How long each phase took so far. */
  public Timings timings() {
    return record.timings();
  }

  /**
   * How many exchanges it took; more than one after redirects and the like, and when a kept
   * connection turned out to be gone.
   */
  public int attempts() {
    return record.attempts();
  }

  /** What happened to the call, in order. */
  public Explanation explain() {
    return record.explain(head);
  }

  /**
   * Ends the response. The connection serves again when the content was read to its end, or the
   * rest of it has arrived already; otherwise it is closed.
   */
  @Override
  public void close() {
    stream.close();
  }

  /** The status line without its version. */
  @Override
  public String toString() {
    return head.toString();
  }
}
