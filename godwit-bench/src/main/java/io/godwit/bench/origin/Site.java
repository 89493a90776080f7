package io.godwit.bench.origin;

import io.godwit.testkit.TestCertificates;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A temporary folder with the files that are fetched and sent. It is deleted in the end. */
public final class Site implements AutoCloseable {
  static final String SMALL = "/small.txt";
  static final String BIG = "/big.txt";

  /** Text that always comes as gzip. */
  static final String TEXT = "/text.txt";

  static final String CODED = "text.gz";

  /** Takes what is sent, and answers with its number of bytes. */
  static final String UPLOAD = "/upload";

  static final long SMALL_BYTES = 128;
  private static final int BLOCK = 1 << 20;
  private static final long SEED = 11;

  private final Path folder;
  private final Sizes sizes;

  private Site(Path folder, Sizes sizes) {
    this.folder = folder;
    this.sizes = sizes;
  }

  /**
   * How much content there is, in bytes.
   *
   * @param big of what is downloaded and uploaded
   * @param text of the text, decoded, and of the file in a form
   */
  public record Sizes(long big, long text) {
    public static final Sizes FULL = new Sizes(1L << 30, 256L << 20);
  }

  /** Writes the files; but for the text they are holes: zeros that take no disk space. */
  public static Site create(Sizes sizes) throws IOException {
    Site site = new Site(Files.createTempDirectory("godwit-bench-"), sizes);
    Files.createDirectory(site.root());
    Files.write(site.file(SMALL), smallContent());
    hole(site.big(), sizes.big());
    hole(site.film(), sizes.text());
    TestCertificates authority = TestCertificates.authority("Godwit Bench");
    TestCertificates.Identity identity = authority.localhost();
    Files.writeString(site.authority(), authority.certificatePem());
    Files.writeString(site.folder().resolve("server.pem"), identity.certificatePem());
    Files.writeString(site.folder().resolve("server.key"), identity.keyPem());
    return site;
  }

  /** Makes the text, which takes a few seconds, unless it is there. */
  void addText() throws IOException {
    Path coded = coded();
    if (Files.exists(coded)) {
      return;
    }
    byte[] block = words(new Random(SEED));
    try (var out = new GZIPOutputStream(Files.newOutputStream(coded), 64 * 1024)) {
      for (long left = sizes.text(); left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }

  /** Words of a made-up language; gzip makes them about four times shorter. */
  private static byte[] words(Random random) {
    List<String> dictionary = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      var word = new StringBuilder();
      for (int letters = 2 + random.nextInt(8); letters > 0; letters--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      dictionary.add(word.toString());
    }
    var text = new StringBuilder(BLOCK + 16);
    while (text.length() < BLOCK) {
      // The square makes some words much more common than others.
      double rank = random.nextDouble() * random.nextDouble();
      text.append(dictionary.get((int) (rank * dictionary.size())));
      text.append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
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

  Sizes sizes() {
    return sizes;
  }

  /** What is downloaded and uploaded. */
  Path big() {
    return file(BIG);
  }

  /** What is the file in a form. */
  Path film() {
    return folder.resolve("film.bin");
  }

  /** The text as gzip. */
  Path coded() {
    return root().resolve(CODED);
  }

  /** The certificate of whom the clients are to trust. */
  Path authority() {
    return folder.resolve("authority.pem");
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

  private static void hole(Path path, long length) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private Path file(String path) {
    return root().resolve(path.substring(1));
  }
}
