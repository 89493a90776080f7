package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads content in the units that a protocol of its own has: so many bytes, a line, whatever is
 * there. Made by {@link StreamingResponse#reader()}; for one thread.
 *
 * <pre>{@code
 * try (StreamingResponse response = client.get(url).open()) {
 *   ContentReader reader = response.reader();
 *   int length = Integer.parseInt(new String(reader.readLine(20), StandardCharsets.US_ASCII).strip());
 *   show(reader.read(length).length + " bytes, then " + reader.readSome().remaining());
 * }
 * }</pre>
 *
 * <p>Every read returns less than was asked for, in the end nothing, only when the content has
 * ended. When it breaks off, a read returns what came before that, and the next one throws the
 * {@link HttpFailure}.
 */
public final class ContentReader {
  private static final int PIECE = 16 * 1024;
  private static final byte LINE_FEED = '\n';

  private final ReadableByteChannel content;

  /** What has arrived and was not taken. */
  private ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);

  private boolean ended;
  private @Nullable HttpFailure failure;

  ContentReader(ReadableByteChannel content) {
    this.content = content;
  }

  /**
   * Exactly so many bytes; fewer only at the end.
   *
   * @throws HttpFailure when nothing came before the content broke off
   */
  public byte[] read(int count) throws HttpFailure {
    byte[] bytes = new byte[Math.min(count, PIECE)];
    int at = 0;
    while (at < count && fill(at)) {
      if (at == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, bytes.length * 2L));
      }
      int taken = Math.min(bytes.length - at, piece.remaining());
      piece.get(bytes, at, taken);
      at += taken;
    }
    return at == bytes.length ? bytes : Arrays.copyOf(bytes, at);
  }

  /**
   * What there is, at least one byte but at the end; read-only and without a copy, only good until
   * the next read.
   *
   * @throws HttpFailure when the content has broken off
   */
  public ByteBuffer readSome() throws HttpFailure {
    fill(0);
    ByteBuffer all = piece.asReadOnlyBuffer();
    piece.position(piece.limit());
    return all;
  }

  /**
   * A line with its line feed; without one at the end.
   *
   * @param limit the most bytes that it may have
   * @throws HttpFailure.LimitExceeded when there are more before the line feed; nothing is taken
   *     then, but up to there
   * @throws HttpFailure when nothing came before the content broke off
   */
  public byte[] readLine(int limit) throws HttpFailure {
    return readLine(limit, LINE_FEED);
  }

  /**
   * All bytes up to this one, which is the last; without it at the end.
   *
   * @throws HttpFailure as {@link #readLine(int)}
   */
  public byte[] readLine(int limit, byte delimiter) throws HttpFailure {
    byte[] line = new byte[0];
    int length = 0;
    boolean found = false;
    while (!found && fill(length)) {
      int from = piece.position();
      int to = from;
      while (to < piece.limit() && piece.get(to) != delimiter) {
        to++;
      }
      found = to < piece.limit();
      int taken = to - from + (found ? 1 : 0);
      if (taken > limit - length) {
        throw new HttpFailure.LimitExceeded("line", limit, Sent.YES);
      }
      if (taken > line.length - length) { // doubled: a server may send one byte at a time
        long room = found ? length + taken : Math.max(length + (long) taken, 2L * length);
        line = Arrays.copyOf(line, (int) Math.min(limit, room));
      }
      piece.get(line, length, taken);
      length += taken;
    }
    return length == line.length ? line : Arrays.copyOf(line, length);
  }

  /**
   * Lines with their line feeds, until they come to more than so many bytes together, or the
   * content ends.
   *
   * @param hint in bytes, each line counted; the last line is whole all the same
   * @param limit the most bytes that a line may have
   * @throws HttpFailure as {@link #readLine(int)}
   */
  public List<byte[]> readLines(long hint, int limit) throws HttpFailure {
    List<byte[]> lines = new ArrayList<>();
    long total = 0;
    while (total <= hint) {
      byte[] line = lines.isEmpty() ? readLine(limit) : lineAfter(limit);
      if (line.length == 0) {
        break;
      }
      lines.add(line);
      total += line.length;
    }
    return lines;
  }

  /** A failure is kept for the next read, for there are lines already. */
  private byte[] lineAfter(int limit) throws HttpFailure {
    try {
      return readLine(limit);
    } catch (HttpFailure.LimitExceeded tooLong) {
      throw tooLong;
    } catch (HttpFailure broken) {
      return new byte[0];
    }
  }

  /** How many bytes have arrived that were not read, and can be without waiting. */
  public int available() {
    return piece.remaining();
  }

  /** Makes sure that there is something to take; false at the end. */
  private boolean fill(int before) throws HttpFailure {
    if (piece.hasRemaining()) {
      return true;
    }
    if (failure == null && !ended) {
      try {
        ended = content.read(piece.clear()) < 0;
        piece.flip();
      } catch (IOException e) {
        piece.limit(0);
        failure = e instanceof HttpFailure known ? known : Failures.of(e, Sent.YES);
      }
    }
    if (failure != null && before == 0) {
      throw failure;
    }
    return failure == null && !ended;
  }
}
