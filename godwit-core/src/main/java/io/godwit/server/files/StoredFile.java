package io.godwit.server.files;

import io.godwit.http.EntityTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file or folder as it was found.
 *
 * @param path without symbolic links
 */
record StoredFile(Path path, BasicFileAttributes attributes) {
  /** More than a tick of the clock of any file system; two seconds are FAT's. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /** Up to then times are those that build tools write in place of true ones. */
  private static final Instant FIRST_TRUE = Instant.parse("1980-01-03T00:00:00Z");

  /**
   * What is there.
   *
   * @param real without symbolic links
   */
  static StoredFile at(Path real) throws IOException {
    return new StoredFile(real, attributes(real));
  }

  private static BasicFileAttributes attributes(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  boolean isFolder() {
    return attributes.isDirectory();
  }

  /** Whether it can be read to its end: neither a device nor a pipe. */
  boolean isFile() {
    return attributes.isRegularFile();
  }

  long size() {
    return attributes.size();
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** When it was changed last, if that is known. */
  Optional<Instant> modified() {
    Instant time = attributes.lastModifiedTime().toInstant();
    return time.isBefore(FIRST_TRUE) ? Optional.empty() : Optional.of(time);
  }

  /**
   * Whether another change would show: then a tag is strong (RFC 9110 section 8.8.1), and what is
   * being sent can be told from what takes its place.
   */
  boolean settled(Instant now) {
    return attributes.lastModifiedTime().toInstant().plus(SETTLED).isBefore(now);
  }

  /**
   * Its tag; none when nothing tells its changes.
   *
   * @param coding of the content that is in it; empty when it is the content itself
   */
  Optional<EntityTag> tag(String coding, Instant now) {
    return modified()
        .map(
            time -> {
              long second = time.getEpochSecond();
              String text = Long.toHexString(size()) + "-" + Long.toHexString(second);
              int nano = time.getNano();
              String rest = (nano == 0 ? "" : "." + Integer.toHexString(nano)) + coding;
              return new EntityTag(!settled(now), text + rest);
            });
  }

  /** Whether the same is still there. */
  boolean unchanged() throws IOException {
    BasicFileAttributes present = attributes(path);
    return present.size() == size()
        && present.lastModifiedTime().equals(attributes.lastModifiedTime())
        && Objects.equals(present.fileKey(), attributes.fileKey());
  }
}
