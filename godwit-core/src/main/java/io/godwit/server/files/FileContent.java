package io.godwit.server.files;

import io.godwit.http.Body;
import io.godwit.http.BodyWriter;
import io.godwit.http.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The content of a file as it was found, or of a part of it: that, or a failure. */
final class FileContent {
  /** What is read before anything is sent, or last. */
  private static final int SMALL = 64 * 1024;

  private FileContent() {}

  /**
   * A part of a file.
   *
   * @param watched whether a change of the file would show, so that it can be looked for
   * @throws FileChanged when it is small, and was changed already
   */
  static Body of(StoredFile file, ByteRange part, boolean watched) throws IOException {
    return part.length() <= SMALL
        ? Body.bytes(read(file, part.first(), (int) part.length(), true))
        : later(file, part, watched);
  }

  /** The same, but nothing is read before it is sent, however small it is. */
  static Body later(StoredFile file, ByteRange part, boolean watched) {
    return Body.producer(to -> write(file, part, watched, to)).withLength(part.length());
  }

  /**
   * All but the last piece goes out as it is read. The last one goes when all was read and the file
   * is still the same, for once it is out the client has what it was promised.
   */
  private static void write(StoredFile file, ByteRange part, boolean watched, BodyWriter to)
      throws IOException {
    int rest = (int) Math.min(SMALL, part.length());
    long before = part.length() - rest;
    if (before > 0) {
      to.write(file.path(), part.first(), before);
    }
    to.write(read(file, part.first() + before, rest, watched));
  }

  private static byte[] read(StoredFile file, long from, int count, boolean watched)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(file.path())) {
      while (content.hasRemaining()) {
        if (channel.read(content, from + content.position()) < 0) {
          throw watched ? new FileChanged() : new EOFException("the file became shorter");
        }
      }
    }
    if (watched && !file.unchanged()) {
      throw new FileChanged();
    }
    return content.array();
  }
}
