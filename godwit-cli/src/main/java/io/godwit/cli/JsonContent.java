package io.godwit.cli;

import io.godwit.client.StreamingResponse;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON on its way to a person, who gets it laid out when it is not too large for that. */
final class JsonContent {
  /** More than anybody reads. */
  private static final int MOST = 4 * 1024 * 1024;

  private JsonContent() {}

  /** Whether the content of that response says that it is JSON. */
  static boolean is(StreamingResponse response) {
    try {
      return response
          .header("Content-Type")
          .map(MediaType::of)
          .filter(type -> type.subtype().equals("json") || type.subtype().endsWith("+json"))
          .isPresent();
    } catch (InvalidMessage e) {
      return false;
    }
  }

  /**
   * Writes the beginning of the content, up to what there is room for; what is no JSON as it is.
   */
  static void write(InputStream from, Sink sink) throws IOException, CommandFailure {
    byte[] content = from.readNBytes(MOST + 1);
    Optional<String> laidOut =
        content.length > MOST ? Optional.empty() : JsonView.of(content, Terminal.coloured());
    byte[] written = laidOut.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(content);
    sink.write(written, written.length);
  }
}
