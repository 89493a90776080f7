package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.wire.multipart.PartHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A part of multipart content, by what its head says: as it arrives ({@link IncomingPart}), or when
 * all has arrived ({@link FormPart}).
 */
public sealed interface ReceivedPart permits IncomingPart, FormPart {
  /** The head of the part. */
  PartHead head();

  /** The name of the form's field; empty for a part of other content that has none. */
  default String name() {
    return head().name();
  }

  /**
   * What the client calls the file, as it says it: perhaps a path that leads elsewhere. Not for
   * making files; see {@link #safeFilename()}.
   */
  default Optional<String> filename() {
    return head().filename();
  }

  /** The last part of the file name, made harmless; see {@link PartHead#safeFilename()}. */
  default Optional<String> safeFilename() {
    return head().safeFilename();
  }

  /** What the client says the content is. */
  default Optional<MediaType> type() {
    return head().type();
  }

  /** The fields of the part. */
  default Headers headers() {
    return head().headers();
  }

  /**
   * The content in memory; of a part that is arriving, what is left of it.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it does not arrive, or cannot be read
   */
  byte[] bytes(int limit) throws IOException;

  /**
   * {@link #bytes} as text, in the charset of the part's type, else UTF-8.
   *
   * @throws HttpProblem with 413 when it is more than that many bytes
   * @throws IOException when it does not arrive, or cannot be read
   */
  default String text(int limit) throws IOException {
    return new String(
        bytes(limit), type().flatMap(MediaType::charset).orElse(StandardCharsets.UTF_8));
  }
}
