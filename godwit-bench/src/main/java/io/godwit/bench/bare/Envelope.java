package io.godwit.bench.bare;

import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.WrittenForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What goes out before and after the content; made once, in arrays. */
public record Envelope(ByteBuffer head, ByteBuffer tail) {
  /** The content and nothing else. */
  public static Envelope put(Target target) {
    return of("PUT", "", "", target, "");
  }

  /** A form with one field, and the content as its file. */
  public static Envelope form(Target target) {
    return of(
        "POST",
        "Content-Type: " + WrittenForm.CONTENT_TYPE + "\r\n",
        WrittenForm.HEAD,
        target,
        WrittenForm.TAIL);
  }

  private static Envelope of(
      String method, String fields, String before, Target target, String after) {
    String head =
        "%s %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(
                method,
                target.path(),
                target.host(),
                target.port(),
                before.length() + target.length() + after.length(),
                fields,
                before);
    return new Envelope(bytes(head), bytes(after));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
