package io.godwit.wire.h1;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import org.jspecify.annotations.Nullable;

/**
 * Content in the chunked coding (RFC 9112 section 7.1). Line ends in here are CR LF and nothing
 * else: most request smuggling begins with a recipient that is generous about them.
 */
final class ChunkedReader implements BodyReader {
  /** What the coding may cost beyond its content before it is taken for an attack, in bytes. */
  private static final int OVERHEAD = 16 * 1024;

  private static final int SIZE_DIGITS = 16;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    LAST_LINE,
    LAST_LF,
    TRAILERS
  }

  private final H1Settings settings;
  private final StringBuilder extension = new StringBuilder(0);
  private State state = State.SIZE;
  private long size;
  private int digits;
  private int lineLength;
  private long overhead;

  /** Made when the trailer section begins: most bodies are long before that, or have none. */
  private @Nullable HeadBuffer trailers;

  ChunkedReader(H1Settings settings) {
    this.settings = settings;
  }

  @Override
  public HttpEvent read(long stream, Input input, boolean eof) {
    while (input.hasRemaining()) {
      switch (state) {
        case SIZE -> size(input.get());
        case EXTENSION -> extension(input.get());
        case SIZE_LF -> sizeEnd(input.get());
        case DATA -> {
          return data(stream, input);
        }
        case DATA_CR -> expect(input.get(), '\r', State.DATA_LF);
        case DATA_LF -> {
          expect(input.get(), '\n', State.SIZE);
          beginLine();
        }
        case LAST_LINE -> lastLine(input);
        case LAST_LF -> {
          if (input.get() != '\n') {
            throw new Broken(H1Violation.BARE_CR, "trailer section");
          }
          return new HttpEvent.End(stream, Headers.empty());
        }
        case TRAILERS -> {
          if (trailers().fill(input.buffer())) {
            return new HttpEvent.End(stream, trailerFields(trailers()));
          }
        }
      }
    }
    if (eof) {
      throw new Broken(H1Violation.TRUNCATED_BODY, "within a chunked body");
    }
    return HttpEvent.NEED_INPUT;
  }

  @Override
  public long passThrough() {
    return state == State.DATA && extension.isEmpty() ? size : 0;
  }

  @Override
  public void passed(long bytes) {
    size -= bytes;
    if (size == 0) {
      state = State.DATA_CR;
    }
  }

  private void size(byte octet) {
    int digit = Character.digit(octet, 16);
    if (digit >= 0 && octet > 0) {
      countLine();
      if (size > Long.MAX_VALUE >> 4 || ++digits > SIZE_DIGITS) {
        throw new Broken(H1Violation.CHUNK_SIZE_OVERFLOW, "after " + Long.toHexString(size));
      }
      size = size << 4 | digit;
      return;
    }
    if (digits == 0 || !(octet == '\r' || octet == ';' || Grammar.isBlank(octet))) {
      throw octet == '\n' && digits > 0
          ? new Broken(H1Violation.BARE_LF, "chunk size")
          : new Broken(
              H1Violation.BAD_CHUNK_SIZE, Grammar.quoted(Character.toString(octet & 0xFF)));
    }
    state = State.EXTENSION;
    extension(octet);
  }

  private void extension(byte octet) {
    if (octet == '\r') {
      ChunkExtension.check(extension);
      state = State.SIZE_LF;
      return;
    }
    if (octet == '\n') {
      throw new Broken(H1Violation.BARE_LF, "chunk extension");
    }
    if (!Grammar.isFieldChar(octet & 0xFF)) {
      throw new Broken(
          H1Violation.BAD_CHUNK_EXTENSION, Grammar.quoted(Character.toString(octet & 0xFF)));
    }
    countLine();
    extension.append((char) (octet & 0xFF));
  }

  private void countLine() {
    if (++lineLength + 2 > settings.limits().chunkLine()) { // the line break counts
      throw new Broken(H1Violation.CHUNK_LINE_TOO_LONG, "limit " + settings.limits().chunkLine());
    }
  }

  private void sizeEnd(byte octet) {
    if (octet != '\n') {
      throw new Broken(H1Violation.BARE_CR, "chunk size");
    }
    chargeOverhead();
    state = size == 0 ? State.LAST_LINE : State.DATA;
  }

  /** The line after the last chunk: usually the empty one that ends the message. */
  private void lastLine(Input input) {
    if (input.peek() == '\r') {
      input.get();
      state = State.LAST_LF;
    } else {
      state = State.TRAILERS;
    }
  }

  /**
   * Chunks of a byte or two with long extensions cost the recipient far more than they bring. Each
   * chunk is forgiven its line and as much again as its content; what is above adds up.
   */
  private void chargeOverhead() {
    long forgiven = 16 + Math.min(size, OVERHEAD) * 2;
    overhead = Math.max(0, overhead + lineLength - forgiven);
    if (overhead > OVERHEAD) {
      throw new Broken(H1Violation.CHUNK_OVERHEAD, "limit " + OVERHEAD + " bytes");
    }
  }

  private HttpEvent data(long stream, Input input) {
    int count = (int) Math.min(size, input.buffer().remaining());
    String text = extension.isEmpty() ? "" : extension.toString();
    extension.setLength(0);
    passed(count);
    return input.take(stream, count, text);
  }

  private void expect(byte octet, char expected, State next) {
    if (octet != expected) {
      throw new Broken(
          H1Violation.CHUNK_NOT_TERMINATED, Grammar.quoted(Character.toString(octet & 0xFF)));
    }
    state = next;
  }

  private void beginLine() {
    size = 0;
    digits = 0;
    lineLength = 0;
    extension.setLength(0);
  }

  private HeadBuffer trailers() {
    if (trailers == null) {
      trailers = HeadBuffer.trailers(settings);
    }
    return trailers;
  }

  private Headers trailerFields(HeadBuffer trailers) {
    Headers fields = new FieldLines(trailers, settings).read(0);
    ConnectionFields.forbiddenTrailer(fields)
        .ifPresent(
            name -> {
              throw new Broken(H1Violation.FORBIDDEN_TRAILER, name);
            });
    return fields;
  }
}
