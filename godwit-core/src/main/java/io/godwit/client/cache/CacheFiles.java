package io.godwit.client.cache;

import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a cache, all in one directory named after the version of the format. Each gets its
 * name by a rename when it is complete; until then it is a part.
 */
final class CacheFiles {
  private static final String VERSION = "godwit-1";
  private static final String HEAD = ".head";
  private static final String BODY = ".body";
  private static final String PART = ".part";
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{32}-(?:0|[0-9a-f]{32}))-([0-9a-f]{32})\\.(head|body)");

  /** Parts and content without a head may belong to a process that is at it; older ones do not. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final Set<PosixFilePermission> OWNER_FILE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path directory;
  private final FileAttribute<?>[] owner;

  CacheFiles(Path parent) throws IOException {
    this.directory = parent.resolve(VERSION);
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwx------");
    this.owner =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_FILE)}
            : new FileAttribute<?>[0];
    FileAttribute<?>[] ownerOfAll =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(all)}
            : new FileAttribute<?>[0];
    Files.createDirectories(directory, ownerOfAll);
    if (posix) {
      Files.setPosixFilePermissions(directory, all); // it may have been there before
    }
  }

  /**
   * What the files of a response are called.
   *
   * @param key as of {@link EntryIndex#name}
   */
  record Name(String key, String id) {
    static Name of(StoredResponse response) {
      return new Name(EntryIndex.name(response.key()), response.id());
    }

    String stem() {
      return key + "-" + id;
    }
  }

  /** A response whose files are there. */
  record Found(Name name, long bytes, Instant changed) {}

  /** What is stored, the longest unchanged first; what dead processes have left is deleted. */
  List<Found> scan(Instant now) throws IOException {
    Map<String, Path> bodies = new HashMap<>();
    Map<String, Path> heads = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        String name = file.getFileName().toString();
        if (name.endsWith(PART)) {
          deleteIfOld(file, now);
        } else if (NAME.matcher(name).matches()) {
          String stem = name.substring(0, name.length() - HEAD.length());
          (name.endsWith(HEAD) ? heads : bodies).put(stem, file);
        }
      }
    }
    List<Found> found = new ArrayList<>();
    for (Map.Entry<String, Path> head : heads.entrySet()) {
      Path body = bodies.remove(head.getKey());
      if (body == null) {
        Files.deleteIfExists(head.getValue());
      } else {
        found(head.getValue(), body).ifPresent(found::add);
      }
    }
    for (Path body : bodies.values()) {
      deleteIfOld(body, now);
    }
    found.sort(Comparator.comparing(Found::changed));
    return found;
  }

  private static Optional<Found> found(Path head, Path body) throws IOException {
    Matcher name = NAME.matcher(head.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      long bytes = Files.size(head) + Files.size(body);
      Instant changed = Files.getLastModifiedTime(head).toInstant();
      return Optional.of(new Found(new Name(name.group(1), name.group(2)), bytes, changed));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // another process was quicker
    }
  }

  private static void deleteIfOld(Path file, Instant now) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(file).toInstant();
      if (changed.plus(LEFT_BEHIND).isBefore(now)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // another process was quicker
    }
  }

  /**
   * The head in its file; empty when it is damaged.
   *
   * @throws IOException when the file cannot be read, or is not there
   */
  Optional<StoredResponse> readHead(Name name) throws IOException {
    Path file = head(name);
    return Files.size(file) > StoredHead.MOST_BYTES
        ? Optional.empty()
        : StoredHead.decode(Files.readAllBytes(file));
  }

  /** Writes a head, in place of another at once or not at all; returns its size. */
  long writeHead(Name name, StoredResponse response) throws IOException {
    byte[] bytes =
        StoredHead.encode(response)
            .orElseThrow(() -> new IOException("the head of a response is too large to store"));
    Part part = begin();
    try {
      part.write(bytes, 0, bytes.length);
      part.finish(false); // its checksum says whether it got there
      rename(part.file, head(name));
    } catch (IOException e) {
      part.delete();
      throw e;
    }
    return bytes.length;
  }

  /** A new file that is not under its name yet. */
  Part begin() throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "");
    Path file = directory.resolve(id + PART);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Part(id, file, FileChannel.open(file, options, owner));
  }

  /** Gives complete content its name. */
  void keep(Part part, Name name) throws IOException {
    rename(part.file, body(name));
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes a response, its head first: without that there is none. */
  void delete(Name name) throws IOException {
    Files.deleteIfExists(head(name));
    Files.deleteIfExists(body(name));
  }

  Path head(Name name) {
    return directory.resolve(name.stem() + HEAD);
  }

  Path body(Name name) {
    return directory.resolve(name.stem() + BODY);
  }

  /** A file that is being written, in pieces of a size worth a call. */
  static final class Part {
    private final String id;
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);

    Part(String id, Path file, FileChannel channel) {
      this.id = id;
      this.file = file;
      this.channel = channel;
    }

    /** What the response will be called. */
    String id() {
      return id;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
      int at = offset;
      while (at < offset + length) {
        int count = Math.min(buffer.remaining(), offset + length - at);
        buffer.put(bytes, at, count);
        at += count;
        if (!buffer.hasRemaining()) {
          flush();
        }
      }
    }

    /**
     * Writes what is left.
     *
     * @param force whether to wait until it is on the disk
     */
    void finish(boolean force) throws IOException {
      flush();
      if (force) {
        channel.force(false);
      }
      channel.close();
    }

    private void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    void delete() throws IOException {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
