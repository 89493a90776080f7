package io.godwit.tests.fuzz;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import java.nio.ByteBuffer;

/**
 * Events as a text that does not depend on how the input was split: content that follows content is
 * joined unless a chunk extension stands between. Fails where the events are in no possible order,
 * or are not as long as was announced.
 */
final class EventText {
  private final StringBuilder text = new StringBuilder();
  private boolean inContent;
  private boolean inMessage;
  private long stream;
  private long length;
  private long received;

  void add(HttpEvent event) {
    if (event instanceof HttpEvent.Data(long on, ByteBuffer bytes, String extension)) {
      require(bytes.hasRemaining(), "an empty piece of content");
      require(bytes.isReadOnly(), "a piece that can be written");
      content(on, bytes, extension);
      return;
    }
    endContent();
    switch (event) {
      case HttpEvent.RequestHead head -> {
        begin(head.stream(), head.length());
        text.append("request ").append(head.stream()).append(' ').append(head.method());
        text.append(' ').append(head.target()).append(' ').append(head.version());
        text.append(' ').append(head.length()).append('\n');
        fields(head.headers());
      }
      case HttpEvent.ResponseHead head -> {
        begin(head.stream(), head.length());
        text.append("response ").append(head.stream()).append(' ').append(head.version());
        text.append(' ').append(head.status().code()).append(' ').append(head.reason());
        text.append(' ').append(head.length()).append('\n');
        fields(head.headers());
      }
      case HttpEvent.Interim interim -> {
        require(!inMessage, "an interim response within a final one");
        text.append("interim ").append(interim.stream()).append(' ');
        text.append(interim.status().code()).append('\n');
        fields(interim.headers());
      }
      case HttpEvent.End end -> {
        end(end.stream());
        text.append("end ").append(end.stream()).append('\n');
        fields(end.trailers());
      }
      case HttpEvent.Switched switched -> {
        inMessage = false;
        text.append("switched ").append(switched.stream()).append('\n');
      }
      case HttpEvent.Violated violated -> {
        text.append("violated ").append(violated.stream()).append(' ');
        text.append(violated.violation().name()).append(' ');
        text.append(violated.detail()).append('\n');
      }
      case HttpEvent.Expired expired ->
          text.append("expired ").append(expired.stream()).append('\n');
      case HttpEvent.NeedInput _ -> text.append("need input\n");
      case HttpEvent.Paused _ -> text.append("paused\n");
      case HttpEvent.Closed _ -> {
        require(!inMessage, "the end of the connection within a message");
        text.append("closed\n");
      }
      case HttpEvent.Data _, HttpEvent.Reset _ -> throw new AssertionError(event);
    }
  }

  /** Content that went past the machine. */
  void passed(ByteBuffer bytes) {
    content(stream, bytes, "");
  }

  /** Something else that must not depend on the split. */
  void note(String line) {
    endContent();
    text.append(line).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void begin(long on, long announced) {
    require(!inMessage, "a head within a message");
    require(on == stream + 1, "stream " + on + " after " + stream);
    inMessage = true;
    stream = on;
    length = announced;
    received = 0;
  }

  private void end(long on) {
    require(inMessage && on == stream, "an end that ends nothing");
    require(length < 0 || received == length, received + " bytes where " + length + " were said");
    inMessage = false;
  }

  private void content(long on, ByteBuffer bytes, String extension) {
    require(inMessage && on == stream, "content that belongs to no message");
    if (!inContent || !extension.isEmpty()) {
      endContent();
      inContent = true;
      text.append("data ").append(on).append('[').append(extension).append("] ");
    }
    received += bytes.remaining();
    require(length < 0 || received <= length, "more content than was said");
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      text.append((char) (bytes.get(i) & 0xFF));
    }
  }

  private void endContent() {
    if (inContent) {
      text.append(" at ").append(received).append('\n');
      inContent = false;
    }
  }

  private void fields(Headers fields) {
    for (Headers.Field field : fields) {
      text.append("  ").append(field.name()).append(": ").append(field.value()).append('\n');
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
