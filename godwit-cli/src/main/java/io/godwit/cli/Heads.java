package io.godwit.cli;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import java.nio.charset.StandardCharsets;

/** The head of a response as it was on the wire. */
final class Heads {
  private Heads() {}

  /** Status line, fields and empty line. */
  static byte[] text(Response response) {
    StringBuilder text = new StringBuilder(512);
    text.append(statusLine(response)).append("\r\n");
    for (Headers.Field field : response.headers()) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  static String statusLine(Response response) {
    return response.version() + " " + response;
  }
}
