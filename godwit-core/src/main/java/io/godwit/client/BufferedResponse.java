package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Cookie;
import io.godwit.http.Decoded;
import io.godwit.http.Explanation;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.Hop;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.Link;
import io.godwit.http.MediaType;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a call returns when its content was collected: the response, and the record of the call.
 * Immutable but for the array of {@link #bytes()}, which is not copied.
 */
public final class BufferedResponse {
  private final CallRecord record;
  private final Response head;
  private final byte[] content;
  private final Headers trailers;
  private final boolean decoded;

  /**
   * The response.
   *
   * @param decoded whether codings of the content were undone, which the head still tells of
   */
  BufferedResponse(
      CallRecord record, Response head, byte[] content, Headers trailers, boolean decoded) {
    this.record = record;
    this.head = head;
    this.content = content;
    this.trailers = trailers;
    this.decoded = decoded;
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

  /** The header fields as they came, also when codings of the content were undone. */
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

  /** The content, its codings undone; the array itself. */
  public byte[] bytes() {
    return content;
  }

  /**
   * The content as text: in the charset of its media type, else as its byte order mark says, else
   * in UTF-8. The mark is not part of the text. Malformed input becomes U+FFFD.
   */
  public String text() {
    return ContentCharset.text(mediaType(), content);
  }

  /** The content as text in that charset, whatever the response says. */
  public String text(Charset charset) {
    return new String(content, charset);
  }

  /**
   * The content as an object, whatever the media type says; read anew with each call.
   *
   * <pre>{@code
   * Map<?, ?> user = client.get(url).send().json(Map.class);
   * }</pre>
   *
   * @throws HttpFailure.Content when it is no JSON, does not fit the type, or is {@code null}
   * @throws IllegalStateException when there is no codec, see {@link HttpClientBuilder#json}
   */
  @SuppressWarnings("unchecked") // the codec gives what it is asked for
  public <T> T json(Class<T> type) throws HttpFailure {
    return (T) json((Type) type);
  }

  /**
   * The same for a type that a class cannot say, such as a list of something.
   *
   * @throws HttpFailure.Content as above
   * @throws IllegalStateException as above
   */
  public Object json(Type type) throws HttpFailure {
    JsonCodec codec = record.json();
    try {
      return codec.decodeReceived(content, type);
    } catch (IOException | RuntimeException e) {
      throw new HttpFailure.Content("the content is not the JSON wanted: " + e.getMessage(), e);
    }
  }

  /** The content as an object if it is JSON that fits the type; otherwise empty, and no failure. */
  public <T> Optional<T> tryJson(Class<T> type) {
    try {
      return Optional.of(json(type));
    } catch (HttpFailure _) {
      return Optional.empty(); // what was asked for: best effort
    }
  }

  /**
   * The content as a value, by its media type: JSON as maps and lists, text as a string, a form as
   * its pairs, anything else as bytes.
   *
   * @throws HttpFailure.Content when it is not what its type says
   * @throws IllegalStateException when it is JSON, and there is no codec
   */
  public Decoded decode() throws HttpFailure {
    MediaType type = mediaType().orElse(MediaType.OCTET_STREAM);
    if (type.isJson()) {
      return new Decoded.Json(json((Type) Object.class));
    }
    if (type.type().equals("text")) {
      return new Decoded.Text(text());
    }
    if (type.is(Form.TYPE.type(), Form.TYPE.subtype())) {
      return new Decoded.Pairs(form());
    }
    return new Decoded.Octets(content);
  }

  private Form form() throws HttpFailure {
    try {
      return Form.received(new String(content, StandardCharsets.UTF_8));
    } catch (InvalidMessage e) {
      throw new HttpFailure.Content(Failures.reason(e), e);
    }
  }

  /** The media type of the content, as far as Content-Type can be understood. */
  public Optional<MediaType> mediaType() {
    return header("Content-Type").flatMap(MediaType::received);
  }

  /**
   * This response, if its status is 2xx.
   *
   * @throws HttpFailure.UnexpectedStatus otherwise
   */
  public BufferedResponse orThrow() throws HttpFailure {
    if (!status().success()) {
      throw new HttpFailure.UnexpectedStatus(head.withBody(Body.bytes(content)));
    }
    return this;
  }

  /** The trailer fields. */
  public Headers trailers() {
    return trailers;
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

  /**
   * The response as a bare message, with its content. When codings were undone, the fields that
   * speak of them and of the length that they led to are left out.
   */
  public Response response() {
    Body body = Body.bytes(content);
    Headers fields = decoded ? plain(head.headers()) : head.headers();
    return head.withHeaders(fields).withBody(mediaType().map(body::withType).orElse(body));
  }

  private static Headers plain(Headers coded) {
    return coded
        .without("Content-Encoding")
        .without("Content-Length")
        .without("Content-Digest")
        .without("Repr-Digest");
  }

  /** How long each phase took. */
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

  /** The status line without its version, such as {@code 404 Not Found}. */
  @Override
  public String toString() {
    return head.toString();
  }
}
