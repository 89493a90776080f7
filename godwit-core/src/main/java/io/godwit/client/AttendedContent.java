package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The content of a call's response, as it is told to those who listen. */
final class AttendedContent implements Content {
  private final Content content;
  private final Response head;
  private final Audience audience;
  private final boolean streamed;
  private final @Nullable StreamingResponse beneath;
  private volatile boolean aborted;

  /**
   * Content of that response.
   *
   * @param streamed whether the call is over when the content is
   * @param beneath what the content may be made from, to be closed when it is over
   */
  AttendedContent(
      Content content,
      Response head,
      Audience audience,
      boolean streamed,
      @Nullable StreamingResponse beneath) {
    this.content = content;
    this.head = head;
    this.audience = audience;
    this.streamed = streamed;
    this.beneath = beneath;
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public boolean decoded() {
    return content.decoded();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws HttpFailure {
    int count;
    try {
      count = content.read(into, offset, length);
    } catch (HttpFailure failure) {
      throw failed(failure);
    }
    if (count > 0 && audience.present()) {
      audience.content(ByteBuffer.wrap(into, offset, count));
    }
    return ended(count);
  }

  @Override
  public int read(ByteBuffer into) throws HttpFailure {
    int at = into.position();
    int count;
    try {
      count = content.read(into);
    } catch (HttpFailure failure) {
      throw failed(failure);
    }
    if (count > 0 && audience.present()) {
      audience.content(into.duplicate().position(at).limit(at + count));
    }
    return ended(count);
  }

  private int ended(int count) {
    if (count < 0) {
      over(new CallEnd.Answered(head));
    }
    return count;
  }

  private HttpFailure failed(HttpFailure failure) {
    over(aborted ? new CallEnd.Abandoned(head) : new CallEnd.Failed(failure));
    return failure;
  }

  private void over(CallEnd end) {
    if (beneath != null) {
      beneath.close();
    }
    if (streamed) {
      audience.ended(end);
    }
  }

  @Override
  public int available() {
    return content.available();
  }

  @Override
  public boolean ended() {
    return content.ended();
  }

  @Override
  public boolean endedWithoutReading() {
    boolean whole = content.endedWithoutReading();
    if (whole) {
      over(new CallEnd.Answered(head));
    }
    return whole;
  }

  @Override
  public void abandon() {
    content.abandon();
    over(new CallEnd.Abandoned(head));
  }

  @Override
  public void abort() {
    aborted = true;
    content.abort();
  }

  @Override
  public Headers trailers() {
    return content.trailers();
  }
}
