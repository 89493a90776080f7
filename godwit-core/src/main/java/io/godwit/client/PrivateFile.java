package io.godwit.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files with secrets: nobody but their owner reads them, and nobody ever sees half of one. */
final class PrivateFile {
  private PrivateFile() {}

  /**
   * The content of the file.
   *
   * @throws IOException when it cannot be read, or has more bytes than that
   */
  static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new IOException(file + " has more than " + most + " bytes");
      }
      return content;
    }
  }

  /**
   * Replaces the file, or makes it. It is written under another name beside it and renamed when all
   * of it is on the disk; after a failure the old one is still there. A link is replaced by the
   * file.
   */
  static void write(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    // On POSIX systems such a file is made with read and write for its owner and nothing else.
    Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
