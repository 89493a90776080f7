package io.godwit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.net.Clock;
import io.godwit.policy.content.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a download that is there, and what it takes to fetch the rest. */
final class PartFile implements AutoCloseable {
  /** More than any validator has; what is longer was not written here. */
  private static final int LONGEST_STATE = 64 * 1024;

  /** RFC 9110 section 8.8.2.2: a younger Last-Modified is weak. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(60);

  private final Path target;
  private final Path part;
  private final Path state;
  private final Clock clock;

  /** Stands for the resource, whose URI may have a secret in its query. */
  private final String resource;

  private boolean kept;
  private String validator = "";
  private String digest = "";

  /** Locked for as long as the part is ours; null before that, and once it is in its place. */
  private @Nullable FileChannel out;

  private long length;
  private long found;

  PartFile(Uri uri, Path target, Clock clock) {
    this.target = target;
    this.clock = clock;
    this.resource =
        HexFormat.of().formatHex(ContentDigest.begin("SHA-256").digest(uri.text().getBytes(UTF_8)));
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.state = target.resolveSibling(target.getFileName() + ".part.state");
  }

  Path target() {
    return target;
  }

  /** Leaves what can be continued where it is. */
  void keep() {
    kept = true;
  }

  long length() {
    return length;
  }

  /** How much of it an earlier run has left; 0 once it had to begin anew. */
  long found() {
    return found;
  }

  /** What the rest must be asked for with; empty when it cannot be. */
  Optional<String> condition() {
    return length == 0 || validator.isEmpty() ? Optional.empty() : Optional.of(validator);
  }

  /**
   * Whether a response that has these fields can be one to {@link #condition()}: a server that does
   * not know If-Range sends a part of something else as well (RFC 9110 section 15.3.7.3).
   */
  boolean isOf(Headers headers) {
    String field = validator.startsWith("\"") ? "ETag" : "Last-Modified";
    return headers.first(field).map(validator::equals).orElse(true);
  }

  /** Takes over what an earlier run has left of that resource. */
  void find() throws IOException {
    if (kept && isFile(part) && isFile(state)) {
      FileChannel open = opened();
      try {
        takeOver(open, lines());
      } finally {
        if (out == null) {
          open.close();
        }
      }
    }
  }

  private void takeOver(FileChannel open, List<String> lines) throws IOException {
    if (lines.size() == 3 && lines.getFirst().equals(resource)) {
      found = open.size();
      open.position(found);
      length = found;
      validator = lines.get(1);
      digest = lines.get(2);
      out = open;
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> lines() throws IOException {
    if (Files.size(state) > LONGEST_STATE) {
      return List.of();
    }
    return new String(Files.readAllBytes(state), UTF_8).lines().toList();
  }

  /** Begins anew, with the content of that response. */
  void begin(Response head) throws IOException {
    length = 0;
    found = 0;
    validator = validator(head.headers());
    digest = head.headers().combined("Repr-Digest").orElse("");
    FileChannel open = out == null ? opened() : out;
    out = open;
    open.truncate(0);
    if (kept && !validator.isEmpty()) {
      String text = resource + "\n" + validator + "\n" + digest + "\n";
      Files.write(
          state,
          text.getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } else {
      Files.deleteIfExists(state);
    }
  }

  /**
   * Not by way of a link that somebody has put there, and for one download at a time: another may
   * have put the file in its place while we waited to lock it, and then it is no part any more.
   */
  private FileChannel opened() throws IOException {
    FileChannel open =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean ours = false;
    try {
      ours = open.tryLock() != null && isFile(part);
    } catch (OverlappingFileLockException e) {
      // within this process
    } finally {
      if (!ours) {
        open.close();
      }
    }
    if (!ours) {
      throw new IOException("another download writes " + part);
    }
    return open;
  }

  /** Only a strong one tells that a byte is still the same (RFC 9110 section 13.1.5). */
  private String validator(Headers headers) {
    Optional<String> tag = headers.first("ETag");
    if (tag.isPresent()) {
      return tag.get().startsWith("\"") ? tag.get() : "";
    }
    String modified = headers.first("Last-Modified").orElse("");
    Instant now = clock.wall();
    Optional<Instant> when = HttpDate.parse(modified, now);
    Optional<Instant> sent = headers.first("Date").flatMap(date -> HttpDate.parse(date, now));
    boolean strong =
        when.isPresent() && sent.isPresent() && !when.get().plus(LEAST_AGE).isAfter(sent.get());
    return strong ? modified : "";
  }

  void write(ByteBuffer piece) throws IOException {
    FileChannel open = open();
    while (piece.hasRemaining()) {
      length += open.write(piece);
    }
  }

  private FileChannel open() {
    FileChannel open = out;
    if (open == null) {
      throw new IllegalStateException("nothing has begun");
    }
    return open;
  }

  /**
   * Puts it in its place, and only then lets others write a part.
   *
   * @param pieced whether it came in several parts, which nobody has checked together
   * @throws HttpFailure.Content when it is not what it should be; it is not continued then
   */
  void finish(boolean pieced) throws IOException {
    FileChannel open = open();
    if (pieced && !digest.isEmpty()) {
      check(open);
    }
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(state);
    out = null;
    open.close();
  }

  private void check(FileChannel whole) throws IOException {
    for (ContentDigest expected :
        ContentDigest.of("Repr-Digest", Headers.of("Repr-Digest", digest))) {
      if (!MessageDigest.isEqual(digest(whole, expected.algorithm()), expected.value())) {
        validator = "";
        throw new HttpFailure.Content(
            "the file that came in parts is not what its " + expected + " digest says", null);
      }
    }
  }

  private static byte[] digest(FileChannel whole, String algorithm) throws IOException {
    MessageDigest digest = ContentDigest.begin(algorithm);
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    whole.position(0);
    while (whole.read(piece) >= 0) {
      digest.update(piece.flip());
      piece.clear();
    }
    return digest.digest();
  }

  /** It is of no use any more. */
  void forget() {
    length = 0;
    found = 0;
    validator = "";
  }

  /** Leaves no part behind, unless it is to be continued and can be. */
  @Override
  public void close() throws IOException {
    FileChannel open = out;
    if (open == null) {
      return; // what is there now is not ours
    }
    out = null;
    try (open) {
      if (!kept || condition().isEmpty()) {
        Files.deleteIfExists(part);
        Files.deleteIfExists(state);
      }
    }
  }
}
