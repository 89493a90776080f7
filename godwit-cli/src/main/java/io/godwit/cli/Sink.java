package io.godwit.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a response is written. A file is made when the first byte is written, or the
 * transfer has succeeded without one: a failure leaves what was there before.
 */
final class Sink implements AutoCloseable {
  private final @Nullable Path path;
  private final Kind kind;
  private final boolean createsFolders;
  private @Nullable OutputStream out;

  /** What becomes of a file that is there. */
  enum Kind {
    REPLACE,
    APPEND,
    /** It is a failure. */
    NEW
  }

  private Sink(@Nullable Path path, Kind kind, boolean createsFolders, @Nullable OutputStream out) {
    this.path = path;
    this.kind = kind;
    this.createsFolders = createsFolders;
    this.out = out;
  }

  /** Writes to a stream that stays open. */
  static Sink to(OutputStream standard) {
    return new Sink(null, Kind.APPEND, false, standard);
  }

  /**
   * Writes into a file.
   *
   * @param createsFolders whether to make the folders that it needs
   */
  static Sink into(Path path, Kind kind, boolean createsFolders) {
    return new Sink(path, kind, createsFolders, null);
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

  /** Gives the file that date. */
  void date(Instant moment) throws CommandFailure {
    if (path != null) {
      close();
      try {
        Files.setLastModifiedTime(path, FileTime.from(moment));
      } catch (IOException e) {
        throw failed(e);
      }
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
      Path folder = path.getParent();
      if (createsFolders && folder != null) {
        Files.createDirectories(folder);
      }
      open =
          kind == Kind.NEW
              ? Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
              : new FileOutputStream(path.toFile(), kind == Kind.APPEND);
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
