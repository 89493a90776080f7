package io.godwit.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a response is written. A file is made when the first byte is written, or the
 * transfer has succeeded without one: a failure leaves what was there before.
 */
final class Sink implements AutoCloseable {
  private final @Nullable Path path;
  private @Nullable OutputStream out;

  private Sink(@Nullable Path path, @Nullable OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /** Writes to a stream that stays open. */
  static Sink to(OutputStream standard) {
    return new Sink(null, standard);
  }

  /** Writes into a file, in place of what it holds. */
  static Sink into(Path path) {
    return new Sink(path, null);
  }

  boolean isFile() {
    return path != null;
  }

  void write(byte[] bytes, int count) throws CommandFailure {
    try {
      open().write(bytes, 0, count);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Ends a transfer that has succeeded. */
  void finish() throws CommandFailure {
    try {
      open().flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() throws CommandFailure {
    OutputStream open = out;
    if (path != null && open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private OutputStream open() throws IOException {
    OutputStream open = out;
    if (open == null) {
      if (path == null) {
        throw new IllegalStateException("neither a stream nor a file");
      }
      open = new FileOutputStream(path.toFile());
      out = open;
    }
    return open;
  }

  private CommandFailure failed(IOException cause) {
    String where = path == null ? "standard output" : path.toString();
    return new CommandFailure(
        ExitCode.WRITE, "cannot write to " + where + ": " + Reasons.of(cause), cause);
  }
}
