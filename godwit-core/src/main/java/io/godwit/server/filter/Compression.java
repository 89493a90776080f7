package io.godwit.server.filter;

import io.godwit.http.Body;
import io.godwit.http.BodyWriter;
import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.Preferences;
import io.godwit.http.Response;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Sends content as gzip to clients that like it as much as any other (RFC 9110 section 12.5.3).
 *
 * <pre>{@code
 * HttpServer.builder()
 *     .filter(Compression.gzip())
 *     .handler(request -> Response.text("a long text ".repeat(1000)))
 *     .start();
 * }</pre>
 *
 * <p>Compressed is text, JSON, XML, scripts and what else gains by it, of 1,024 bytes or more;
 * never what has a Content-Encoding, a Content-Range, a digest or {@code no-transform} already.
 * What could be is said to depend on {@code Accept-Encoding} by {@code Vary}, whoever asks. A
 * strong entity tag becomes a weak one, since the tag is the same with and without the coding
 * (section 8.8.3.3); ranges are offered of plain content only. A HEAD hears what GET would.
 *
 * <p>Content of up to 1 MiB in memory is compressed before its head leaves, and goes plain when
 * that makes it no smaller; any other is compressed on its way, each piece as it comes.
 *
 * <p>Who sends secrets and what others have chosen in one compressed response over TLS tells the
 * secret to whoever sees its size (BREACH): put the filter around other groups only.
 *
 * <p>Immutable.
 */
public final class Compression implements Filter {
  private static final int MINIMUM = 1024;
  private static final int AT_ONCE = 1 << 20;

  /** What gains by it, besides text, JSON and XML. */
  private static final Set<String> TYPES =
      Set.of(
          "application/javascript",
          "application/x-javascript",
          "application/ecmascript",
          "application/xml",
          "application/x-ndjson",
          "application/yaml",
          "application/toml",
          "application/graphql",
          "application/sql",
          "application/rtf",
          "application/postscript",
          "application/wasm",
          "application/vnd.ms-fontobject",
          "application/x-www-form-urlencoded",
          "font/ttf",
          "font/otf",
          "font/sfnt",
          "image/bmp",
          "image/x-icon",
          "image/vnd.microsoft.icon");

  private static final List<String> KEEP_AS_IT_IS =
      List.of(
          "Content-Encoding",
          "Content-Range",
          "Content-Digest",
          "Repr-Digest",
          "Digest",
          "Content-MD5");

  private final int minimum;

  private Compression(int minimum) {
    this.minimum = minimum;
  }

  /** The filter, for content of 1,024 bytes or more. */
  public static Compression gzip() {
    return new Compression(MINIMUM);
  }

  /**
   * A copy for content of that many bytes or more; what has no known length is compressed in any
   * case.
   */
  public Compression withMinimum(int bytes) {
    return new Compression(bytes);
  }

  @Override
  public Response filter(ServerRequest request, Handler next) throws Exception {
    Response response = next.handle(request);
    boolean head = request.method().equals(Method.HEAD);
    return switch (response.status().code()) {
      case 304 -> notModified(request, response);
      case 206 -> gains(response) ? varying(response) : response;
      default -> mayBeCoded(response, head) ? whole(request, response, head) : response;
    };
  }

  /**
   * What stands for a response that may have been coded has the same tag as that one; which type it
   * was of is not known.
   */
  private static Response notModified(ServerRequest request, Response response) {
    Response varying = varying(response);
    return isWanted(request) ? varying.withHeaders(weak(varying.headers())) : varying;
  }

  private static Response whole(ServerRequest request, Response response, boolean head)
      throws IOException {
    return isWanted(request) ? coded(varying(response), head) : varying(response);
  }

  private static Response varying(Response response) {
    return response.withHeaders(response.headers().withVary("Accept-Encoding"));
  }

  private boolean mayBeCoded(Response response, boolean head) throws IOException {
    Headers headers = response.headers();
    int code = response.status().code();
    boolean content = code >= 200 && code != 204 && code != 205;
    if (!content
        || KEEP_AS_IT_IS.stream().anyMatch(headers::has)
        || headers.hasToken("Cache-Control", "no-transform")
        || !gains(response)) {
      return false;
    }
    long size = size(response, head);
    return size < 0 || size >= minimum;
  }

  /** The size of the content, or of what a GET would have had; -1 when it is not known. */
  private static long size(Response response, boolean head) throws IOException {
    int declared = response.headers().find("Content-Length", 0);
    return head && response.body().isEmpty() && declared >= 0
        ? response.headers().decimal(declared)
        : response.body().size();
  }

  private static boolean gains(Response response) {
    Optional<MediaType> named = response.header("Content-Type").flatMap(MediaType::received);
    Optional<MediaType> type = named.isPresent() ? named : response.body().type();
    return type.isPresent() && gains(type.get());
  }

  private static boolean gains(MediaType type) {
    return type.type().equals("text")
        || type.isJson()
        || type.subtype().endsWith("+xml")
        || TYPES.contains(type.type() + "/" + type.subtype());
  }

  private static boolean isWanted(ServerRequest request) {
    Headers headers = request.headers();
    if (!headers.has("Accept-Encoding") || headers.hasToken("Cache-Control", "no-transform")) {
      return false;
    }
    Preferences accepted = Preferences.of(headers, "Accept-Encoding");
    boolean old = accepted.entries().stream().anyMatch(entry -> entry.value().equals("x-gzip"));
    int gzip = accepted.weight(old ? "x-gzip" : "gzip").orElse(0); // the same (section 8.4.1.3)
    return gzip > 0 && gzip >= accepted.weight("identity").orElse(0);
  }

  private static Response coded(Response response, boolean head) throws IOException {
    Body body = response.body();
    if (body instanceof Body.Bytes bytes && bytes.content().length <= AT_ONCE && !body.isEmpty()) {
      byte[] coded = gzip(bytes.content());
      return coded.length < bytes.content().length
          ? marked(response).withBody(new Body.Bytes(coded, bytes.type()))
          : response;
    }
    if (head) { // what is not sent is closed as what it is; it is only not as long any more
      return marked(response).withBody(body.isEmpty() ? body : body.withLength(-1));
    }
    return marked(response).withBody(streamed(body));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream(content.length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(coded, 8 * 1024)) {
      gzip.write(content);
    }
    return coded.toByteArray();
  }

  private static Body streamed(Body body) {
    return new Body.Produced(
        new Gzipped(body),
        -1,
        body.canReplay(),
        body.type(),
        Optional.empty(),
        body.trailerNames());
  }

  /** Content that is compressed on its way. */
  private record Gzipped(Body plain) implements Body.Producer {
    @Override
    public void produce(BodyWriter to) throws IOException {
      GzipWriter gzip = new GzipWriter(to);
      try {
        plain.writeTo(gzip);
        gzip.finish();
      } finally {
        gzip.release();
      }
    }

    @Override
    public void discard() throws IOException {
      plain.discard();
    }
  }

  private static Response marked(Response response) {
    return response.withHeaders(
        weak(response.headers()).toBuilder()
            .remove("Content-Length")
            .remove("Accept-Ranges")
            .add("Content-Encoding", "gzip")
            .build());
  }

  private static Headers weak(Headers headers) {
    Optional<String> tag = headers.first("ETag");
    return tag.isEmpty() || tag.get().startsWith("W/")
        ? headers
        : headers.with("ETag", "W/" + tag.get());
  }

  @Override
  public String toString() {
    return "gzip from " + minimum + " bytes on";
  }
}
