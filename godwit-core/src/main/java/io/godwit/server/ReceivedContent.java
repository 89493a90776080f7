package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.MediaType;
import io.godwit.http.Status;
import io.godwit.wire.multipart.MultipartLimits;
import io.godwit.wire.multipart.MultipartParser;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a request's content means by its type; what it does not mean is the client's mistake. */
final class ReceivedContent {
  private ReceivedContent() {}

  static Form form(Headers headers, byte[] content) {
    MediaType type = type(headers);
    if (!type.is(Form.TYPE.type(), Form.TYPE.subtype())) {
      throw notOfType(Form.TYPE.toString());
    }
    Optional<Charset> charset = type.charset();
    if (charset.isEmpty() && type.parameter("charset").isPresent()) {
      throw HttpProblem.of(Status.UNSUPPORTED_MEDIA_TYPE, "the charset of the form is not known");
    }
    Charset written = charset.orElse(StandardCharsets.UTF_8);
    return pairs(new String(content, written), written);
  }

  /** The pairs of a form or a query. */
  static Form pairs(String text, Charset charset) {
    try {
      return Form.received(text, charset);
    } catch (InvalidMessage e) {
      throw HttpProblem.of(Status.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()));
    }
  }

  static void requireJson(Headers headers) {
    if (!type(headers).isJson()) {
      throw notOfType(MediaType.JSON.toString());
    }
  }

  static Object json(byte[] content, Type type, JsonCodec codec) {
    try {
      return codec.decodeReceived(content, type);
    } catch (IOException | RuntimeException e) {
      throw HttpProblem.of(
              Status.BAD_REQUEST, "the content is no JSON, or not of the form that is wanted here")
          .withCause(e);
    }
  }

  static Body json(Object value, JsonCodec codec) {
    try {
      return Body.bytes(codec.encode(value)).withType(MediaType.JSON);
    } catch (IOException e) {
      InvalidMessage invalid = new InvalidMessage("the value cannot be written as JSON");
      invalid.initCause(e);
      throw invalid;
    }
  }

  static IncomingParts parts(Headers headers, Body body, MultipartLimits limits)
      throws IOException {
    MediaType type = type(headers);
    if (!type.type().equals("multipart")) {
      throw notOfType("multipart/form-data");
    }
    MultipartParser parser;
    try {
      parser = MultipartParser.of(type, limits);
    } catch (InvalidMessage e) {
      throw HttpProblem.of(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    if (body.size() > limits.total()) {
      throw HttpProblem.of(Status.CONTENT_TOO_LARGE, "the content of the request is too large");
    }
    return new IncomingParts(parser, body.open());
  }

  private static MediaType type(Headers headers) {
    return headers
        .first("Content-Type")
        .flatMap(MediaType::received)
        .orElse(MediaType.OCTET_STREAM);
  }

  /** Says what there should have been (RFC 9110 section 15.5.16). */
  private static HttpProblem notOfType(String wanted) {
    return HttpProblem.of(Status.UNSUPPORTED_MEDIA_TYPE, "the content is not of type " + wanted)
        .withHeader("Accept", wanted);
  }
}
