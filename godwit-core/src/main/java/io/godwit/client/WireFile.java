package io.godwit.client;

import io.godwit.client.WireLog.Entry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A log in a file and the one before it. */
final class WireFile implements WireSink {
  private static final long LEAST = 1024;

  private final Path file;
  private final Path before;
  private final long half;
  private final WireText form;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OutputStream out;
  private long size;
  private @Nullable IOException failure;

  WireFile(Path file, long most, WireText form) {
    if (most < LEAST) {
      throw new IllegalArgumentException("a file of " + most + " bytes is too small for a log");
    }
    this.file = file;
    this.before = file.resolveSibling(file.getFileName() + ".1");
    this.half = most / 2;
    this.form = form;
  }

  @Override
  public void add(Entry entry) {
    StringBuilder text = new StringBuilder();
    form.append(entry, text);
    byte[] written = text.toString().getBytes(StandardCharsets.US_ASCII);
    lock.lock();
    try {
      if (failure == null) {
        write(written);
      }
    } catch (IOException e) {
      failure = e;
      System.getLogger(WireLog.class.getName())
          .log(System.Logger.Level.WARNING, "the wire is not logged any more to " + file, e);
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] text) throws IOException {
    int length = (int) Math.min(text.length, half);
    OutputStream open = out == null ? open() : out;
    if (size > 0 && size + length > half) {
      open.close();
      Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      open = open();
    }
    open.write(text, 0, length);
    size += length;
  }

  /** Not by a channel of the new kind: that would close when a call is cancelled. */
  private OutputStream open() throws IOException {
    create();
    size = Files.size(file);
    OutputStream opened = new FileOutputStream(file.toFile(), true);
    out = opened;
    return opened;
  }

  private void create() throws IOException {
    FileAttribute<?>[] attributes =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, attributes);
    } catch (FileAlreadyExistsException e) {
      // goes on behind what is there
    }
  }

  @Override
  public Optional<IOException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }
}
