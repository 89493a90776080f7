package io.godwit.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Puts the content of any body into a writer, and nothing else that the body has to say. */
final class BodyContentWriting {
  private static final int PIECE = 64 * 1024;

  private BodyContentWriting() {}

  static void write(Body body, BodyWriter to) throws IOException {
    switch (body) {
      case Body.Bytes bytes -> to.write(bytes.content());
      case Body.File file -> to.write(file.path(), file.offset(), file.length());
      case Body.Stream stream -> copy(stream, to);
      case Body.Produced produced -> produced.producer().produce(to);
      case Body.Parts parts -> parts.content().writeTo(to);
    }
  }

  private static void copy(Body.Stream body, BodyWriter to) throws IOException {
    try (InputStream in = Objects.requireNonNull(body.open(), "the body gave no stream")) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        to.write(piece, 0, count);
        to.flush(); // what has come may be all for a while
      }
    }
  }
}
