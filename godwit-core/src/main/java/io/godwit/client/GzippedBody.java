package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.BodyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A body in gzip (RFC 1952). The header has no time and no name, and how the content comes in
 * pieces changes nothing, so that the same content is the same gzip each time it is sent.
 */
final class GzippedBody {
  /** Content up to this size is compressed before it is sent, and then has a length. */
  private static final int AT_ONCE = 64 * 1024;

  private GzippedBody() {}

  static Body of(Body plain) {
    if (plain instanceof Body.Bytes bytes && bytes.content().length <= AT_ONCE) {
      return new Body.Bytes(compressed(bytes.content()), plain.type());
    }
    return new Body.Produced(
        to -> compress(plain, to),
        -1,
        plain.canReplay(),
        plain.type(),
        Optional.empty(),
        plain.trailerNames());
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(into)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail like this
    }
    return into.toByteArray();
  }

  private static void compress(Body plain, BodyWriter to) throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(to, 8 * 1024)) {
      Compressing pieces = new Compressing(gzip);
      plain.writeTo(pieces);
      to.trailers(pieces.trailers());
    }
  }

  /** What is written becomes gzip; it leaves when the compressor has enough of it. */
  private static final class Compressing extends BodyWriter {
    private final OutputStream gzip;

    Compressing(OutputStream gzip) {
      this.gzip = gzip;
    }

    @Override
    protected void piece(ByteBuffer bytes) throws IOException {
      gzip.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
  }
}
