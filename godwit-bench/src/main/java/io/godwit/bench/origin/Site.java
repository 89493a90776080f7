package io.godwit.bench.origin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder with the two files that are fetched. It is deleted in the end. */
public final class Site implements AutoCloseable {
  static final String SMALL = "/small.txt";
  static final String BIG = "/big.txt";
  static final long SMALL_BYTES = 128;
  static final long BIG_BYTES = 1L << 30;

  private final Path folder;

  private Site(Path folder) {
    this.folder = folder;
  }

  /** Writes the files; the big one is a hole, which reads as zeros and takes no disk space. */
  public static Site create() throws IOException {
    Site site = new Site(Files.createTempDirectory("godwit-bench-"));
    Files.createDirectory(site.root());
    Files.write(site.file(SMALL), smallContent());
    try (var big = new RandomAccessFile(site.file(BIG).toFile(), "rw")) {
      big.setLength(BIG_BYTES);
    }
    return site;
  }

  static byte[] smallContent() {
    return "x".repeat((int) SMALL_BYTES).getBytes(StandardCharsets.US_ASCII);
  }

  /** Where the server may put what it needs. */
  Path folder() {
    return folder;
  }

  /** What the server serves. */
  Path root() {
    return folder.resolve("www");
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private Path file(String path) {
    return root().resolve(path.substring(1));
  }
}
