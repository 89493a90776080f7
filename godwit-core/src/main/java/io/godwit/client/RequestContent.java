package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Request;
import io.godwit.http.Sent;
import io.godwit.wire.HttpEvent.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a request before anything is sent.
 *
 * @param length in bytes; negative when it is not known
 */
record RequestContent(Body body, long length) {
  /** Nothing to send; has no state that could be changed. */
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Content up to this size leaves with the head, from the caller. */
  private static final int SMALL = 64 * 1024;

  /**
   * The content with its declared length; a Content-Length the caller set counts for a stream.
   *
   * @throws HttpFailure when the body cannot say how long it is
   */
  static RequestContent of(Request request) throws HttpFailure {
    try {
      long length = request.body().size();
      return new RequestContent(
          request.body(),
          length >= 0
              ? length
              : request.headers().first("Content-Length").map(Long::parseLong).orElse(length));
    } catch (IOException e) {
      throw new HttpFailure.CallerBody(Failures.reason(e), Sent.NO, e);
    } catch (NumberFormatException e) {
      throw new InvalidMessage("field Content-Length is not a number");
    }
  }

  /** The head of the request with this content, as it has to be on that route. */
  RequestHead head(long stream, Request request, Route route) {
    Headers fields = request.headers();
    if (length == 0 && !(body instanceof Body.Bytes) && fields.has("Expect")) {
      fields = fields.without("Expect"); // only now it shows that there is nothing to wait with
    }
    return new RequestHead(
        stream,
        request.method(),
        route.forwards()
            ? request.uri().withoutUserInfo().withoutFragment().text()
            : request.uri().target(),
        request.version(),
        fields,
        length);
  }

  /** Whether it leaves with the head; what a producer writes is written by its own thread. */
  boolean small() {
    return length >= 0 && length <= SMALL && !(body instanceof Body.Produced);
  }

  /** Whether it is held back until the server has said 100 (RFC 9110 section 10.1.1). */
  boolean waits(Request request) {
    return length != 0 && request.headers().hasToken("Expect", "100-continue");
  }

  /** Whether {@link #whole} takes something from the caller that may not come again. */
  boolean touched() {
    return !(body instanceof Body.Bytes);
  }

  /**
   * All of small content, read before anything is sent, so that a failure costs nothing.
   *
   * @throws HttpFailure when it cannot be read, or is not as long as declared
   */
  ByteBuffer whole() throws HttpFailure {
    if (body instanceof Body.Bytes bytes) {
      return length == 0 ? NOTHING : ByteBuffer.wrap(bytes.content());
    }
    try {
      byte[] read = body.bytes((int) length);
      if (read.length < length) {
        throw notAsDeclared();
      }
      return ByteBuffer.wrap(read);
    } catch (HttpFailure.LimitExceeded _) {
      throw notAsDeclared();
    } catch (HttpFailure failure) {
      throw failure;
    } catch (IOException | RuntimeException e) {
      throw new HttpFailure.CallerBody(Failures.reason(e), Sent.NO, e);
    }
  }

  private HttpFailure notAsDeclared() {
    return new HttpFailure.CallerBody(
        "it is not " + length + " bytes long, as declared", Sent.NO, null);
  }
}
