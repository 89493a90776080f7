package io.godwit.server.files;

import io.godwit.http.Body;
import io.godwit.http.ByteRange;
import io.godwit.http.ByteRanges;
import io.godwit.http.ContentRange;
import io.godwit.http.EntityTag;
import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.Multipart;
import io.godwit.http.Part;
import io.godwit.http.Preconditions;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.net.Clock;
import io.godwit.server.HttpProblem;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answer to one request for a file that was found. */
final class FileAnswer {
  private final ServerRequest request;
  private final StoredFile original;
  private final Variant variant;
  private final StoredFile file;
  private final FilesSettings settings;
  private final Instant now = Clock.system().wall();
  private final Optional<EntityTag> tag;

  FileAnswer(ServerRequest request, StoredFile original, FilesSettings settings)
      throws IOException {
    this.request = request;
    this.original = original;
    this.settings = settings;
    this.variant = Variant.of(original, request.headers());
    this.file = variant.file();
    this.tag = file.tag(variant.coding().map(coding -> "-" + coding.word()).orElse(""), now);
  }

  Response response() throws IOException {
    Preconditions.Current current = new Preconditions.Current(true, tag, file.modified());
    return switch (Preconditions.judge(request.method(), request.headers(), current, now)) {
      case NOT_MODIFIED -> Response.of(Status.NOT_MODIFIED).withHeaders(validity().build());
      case FAILED ->
          throw HttpProblem.of(Status.PRECONDITION_FAILED, "the file is not as you want it to be");
      case MET -> wanted(current);
    };
  }

  private Response wanted(Preconditions.Current current) throws IOException {
    ByteRanges wanted =
        Preconditions.allowRange(request.headers(), current, now)
            ? ByteRanges.wanted(request.method(), request.headers(), file.size())
            : new ByteRanges.All();
    return switch (wanted) {
      case ByteRanges.All _ -> whole();
      case ByteRanges.Some some when some.ranges().size() == 1 -> part(some.ranges().getFirst());
      case ByteRanges.Some some -> parts(some.ranges());
      case ByteRanges.Unsatisfiable _ ->
          throw HttpProblem.of(Status.RANGE_NOT_SATISFIABLE, "the file does not have these bytes")
              .withHeader("Content-Range", ContentRange.unsatisfied(file.size()).toString());
    };
  }

  private Response whole() throws IOException {
    return Response.ok(content().withType(type())).withHeaders(fields().build());
  }

  private Body content() throws IOException {
    if (file.size() == 0) {
      return Body.empty();
    }
    ByteRange all = new ByteRange(0, file.size() - 1);
    return request.method().equals(Method.HEAD)
        ? FileContent.later(file, all, true) // of which only the length is asked for
        : FileContent.of(file, all, file.settled(now));
  }

  private Response part(ByteRange range) throws IOException {
    Headers fields =
        fields().add("Content-Range", ContentRange.of(range, file.size()).toString()).build();
    return Response.of(Status.PARTIAL_CONTENT)
        .withHeaders(fields)
        .withBody(FileContent.of(file, range, file.settled(now)).withType(type()));
  }

  /** RFC 9110 section 14.6. */
  private Response parts(List<ByteRange> ranges) {
    Multipart content = Multipart.create().as("byteranges");
    for (ByteRange range : ranges) {
      Body body = FileContent.later(file, range, file.settled(now)).withType(type());
      String place = ContentRange.of(range, file.size()).toString();
      content = content.part(Part.of("", body).withHeader("Content-Range", place));
    }
    return Response.of(Status.PARTIAL_CONTENT)
        .withHeaders(fields().build())
        .withBody(Body.multipart(content.withBoundary(FileAnswer::random)));
  }

  private static void random(byte[] bytes) {
    Randomness.SOURCE.nextBytes(bytes);
  }

  /** Made when it is first needed, which takes a while. */
  private static final class Randomness {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  /** That of the file itself, however it is compressed. */
  private MediaType type() {
    MediaType type = MediaType.ofFilename(original.name()).orElse(MediaType.OCTET_STREAM);
    return type.type().equals("text") ? type.with("charset", "utf-8") : type;
  }

  /** What a 200 and a 206 have. */
  private Headers.Builder fields() {
    Headers.Builder fields = validity();
    file.modified().ifPresent(time -> fields.add("Last-Modified", date(time)));
    variant.coding().ifPresent(coding -> fields.add("Content-Encoding", coding.word()));
    return fields.add("Accept-Ranges", "bytes").add("X-Content-Type-Options", "nosniff");
  }

  /** What a 304 has as well (RFC 9110 section 15.4.5). */
  private Headers.Builder validity() {
    Headers.Builder fields = Headers.builder();
    tag.ifPresent(it -> fields.add("ETag", it.toString()));
    settings.cacheControl().ifPresent(value -> fields.add("Cache-Control", value));
    if (variant.varies()) {
      fields.add("Vary", "Accept-Encoding");
    }
    return fields;
  }

  /** A time that is still to come is not sent (RFC 9110 section 8.8.2.1). */
  private String date(Instant modified) {
    return HttpDate.format(modified.isAfter(now) ? now : modified);
  }
}
