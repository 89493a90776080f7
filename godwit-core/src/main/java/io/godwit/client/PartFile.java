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
import java.security.NoSuchAlgorithmException;
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
  private boolean mine;
  private String validator = "";
  private String digest = "";
  private @Nullable FileChannel out;
  private long length;

  PartFile(Uri uri, Path target, Clock clock) {
    this.target = target;
    this.clock = clock;
    this.resource = HexFormat.of().formatHex(sha("SHA-256").digest(uri.text().getBytes(UTF_8)));
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

  /** What the rest must be asked for with; empty when it cannot be. */
  Optional<String> condition() {
    return length == 0 || validator.isEmpty() ? Optional.empty() : Optional.of(validator);
  }

  /** Takes over what an earlier run has left of that resource; returns its length. */
  long find() throws IOException {
    if (kept && Files.isRegularFile(part) && Files.isRegularFile(state)) {
      List<String> lines = lines();
      if (lines.size() == 3 && lines.getFirst().equals(resource)) {
        validator = lines.get(1);
        digest = lines.get(2);
        out = opened();
        length = out.size();
        out.position(length);
      }
    }
    return length;
  }

  private List<String> lines() throws IOException {
    if (Files.size(state) > LONGEST_STATE) {
      return List.of();
    }
    return new String(Files.readAllBytes(state), UTF_8).lines().toList();
  }

  /** Begins anew, with the content of that response. */
  void begin(Response head) throws IOException {
    closeOut();
    length = 0;
    validator = validator(head.headers());
    digest = head.headers().combined("Repr-Digest").orElse("");
    out = opened().truncate(0);
    if (kept && !validator.isEmpty()) {
      String text = resource + "\n" + validator + "\n" + digest + "\n";
      Files.write(state, text.getBytes(UTF_8));
    } else {
      Files.deleteIfExists(state);
    }
  }

  /** Not by way of a link that somebody has put there, and for one download at a time. */
  private FileChannel opened() throws IOException {
    FileChannel open =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      if (open.tryLock() != null) {
        mine = true;
        return open;
      }
    } catch (OverlappingFileLockException e) {
      // within this process
    }
    open.close();
    throw new IOException("another download writes " + part);
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
    FileChannel open = out;
    if (open == null) {
      throw new IllegalStateException("nothing has begun");
    }
    while (piece.hasRemaining()) {
      length += open.write(piece);
    }
  }

  /**
   * Puts it in its place.
   *
   * @param pieced whether it came in several parts, which nobody has checked together
   * @throws HttpFailure.Content when it is not what it should be; it is not continued then
   */
  void finish(boolean pieced) throws IOException {
    closeOut();
    if (pieced && !digest.isEmpty()) {
      check();
    }
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(state);
  }

  private void check() throws IOException {
    for (ContentDigest expected :
        ContentDigest.of("Repr-Digest", Headers.of("Repr-Digest", digest))) {
      if (!MessageDigest.isEqual(digest(expected.algorithm()), expected.value())) {
        validator = "";
        throw new HttpFailure.Content(
            "the file that came in parts is not what its " + expected + " digest says", null);
      }
    }
  }

  private byte[] digest(String algorithm) throws IOException {
    try (FileChannel in = FileChannel.open(part)) {
      MessageDigest digest = sha(algorithm);
      ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
      while (in.read(piece) >= 0) {
        digest.update(piece.flip());
        piece.clear();
      }
      return digest.digest();
    }
  }

  private static MessageDigest sha(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + algorithm, e);
    }
  }

  /** It is of no use any more. */
  void forget() {
    length = 0;
    validator = "";
  }

  /** Leaves no part behind, unless it is to be continued and can be. */
  @Override
  public void close() throws IOException {
    closeOut();
    if (mine && (!kept || condition().isEmpty())) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(state);
    }
  }

  private void closeOut() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
