package io.godwit.client;

import io.godwit.http.ContentRange;
import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.net.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Fetches a resource into a file, and can go on where it broke off. Made by {@link
 * CallBuilder#download}; for one thread, to be run once.
 *
 * <pre>{@code
 * Downloaded film = client.get(url).download(Path.of("film.mp4")).resume(5).run();
 * show(film.length() + " bytes, " + film.continued() + " of them were there");
 * }</pre>
 *
 * <p>The content goes into a file beside the target whose name ends in {@code .part}, and takes the
 * place of the target when it is whole: nobody ever finds half a file there. A status other than
 * 2xx is a failure, and its content is not written.
 *
 * <p>A broken download is continued by a request for the rest (RFC 9110 section 14) on the
 * condition that the resource has not changed meanwhile (If-Range, section 13.1.5), which takes a
 * strong ETag or a Last-Modified of a minute before at least; without one, or when it has changed,
 * it begins anew. When there is a Repr-Digest with SHA-256 or SHA-512 (RFC 9530), a file that came
 * in several parts is checked against it in the end.
 */
public final class Download {
  private static final int PIECE = 64 * 1024;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final HttpClient client;
  private final CallBuilder call;
  private final PartFile part;
  private int times;
  private ProgressListener listener = (done, total) -> {};

  Download(HttpClient client, CallBuilder call, Uri resource, Path file) {
    this.client = client;
    this.call = call;
    this.part = new PartFile(resource, file, client.options().clock());
  }

  /**
   * Continues a download that breaks off, up to so many times: at once, and then after pauses of 1
   * s, 2 s and so on up to 30 s. Continues one that an earlier run has left, too, and leaves one
   * itself when it fails, with what it takes to continue it in a file whose name ends in {@code
   * .part.state}. Without this a failure leaves nothing behind.
   *
   * @throws IllegalArgumentException when the number is negative
   */
  public Download resume(int times) {
    if (times < 0) {
      throw new IllegalArgumentException("to continue " + times + " times");
    }
    this.times = times;
    part.keep();
    return this;
  }

  /** Tells how many bytes of the file are there, after each piece of at most 64 KiB. */
  public Download onProgress(ProgressListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Runs it.
   *
   * @throws HttpFailure.UnexpectedStatus when the resource is not to be had
   * @throws HttpFailure.CallerBody when the file cannot be written
   * @throws HttpFailure when the content does not arrive whole
   */
  public Downloaded run() throws HttpFailure {
    try (part) {
      part.find();
      return fetchAndContinue();
    } catch (HttpFailure failure) {
      throw failure;
    } catch (IOException e) {
      throw new HttpFailure.CallerBody("the file: " + Failures.reason(e), Sent.YES, e);
    }
  }

  private Downloaded fetchAndContinue() throws IOException {
    int failed = 0;
    while (true) {
      try {
        return fetch();
      } catch (HttpFailure failure) {
        if (failed == times || !breaks(failure) || part.condition().isEmpty()) {
          throw failure;
        }
        pause(failed++);
      }
    }
  }

  private static boolean breaks(HttpFailure failure) {
    return switch (failure) {
      case HttpFailure.ConnectionLost _, HttpFailure.Timeout _, HttpFailure.Connect _ -> true;
      default -> false;
    };
  }

  private void pause(int failed) throws HttpFailure {
    if (failed > 0) {
      Clock clock = client.options().clock();
      long nanos = Math.min(LONGEST_PAUSE, SECOND << Math.min(failed - 1, 10));
      client
          .waits()
          .until(Clock.after(clock.nanos(), nanos), new CallClock(clock, Duration.ofMinutes(1)));
    }
  }

  private Downloaded fetch() throws IOException {
    Optional<String> condition = part.condition();
    condition.ifPresentOrElse(
        validator -> call.rest(part.length(), validator), () -> call.rest(0, ""));
    try (StreamingResponse response = call.open()) {
      if (condition.isPresent() && response.status().equals(Status.RANGE_NOT_SATISFIABLE)) {
        return withoutRest(response);
      }
      if (condition.isPresent() && response.status().equals(Status.PARTIAL_CONTENT)) {
        return rest(response);
      }
      requireWhole(response.orThrow());
      part.begin(response.response());
      long total = length(response);
      copy(response, total, total);
      part.finish(false);
      return downloaded(response);
    }
  }

  private Downloaded downloaded(StreamingResponse response) {
    return new Downloaded(part.target(), part.length(), part.found(), response.withoutContent());
  }

  private static Optional<ContentRange> range(StreamingResponse response) {
    return response.header("Content-Range").flatMap(ContentRange::received);
  }

  /** A part that nobody has asked for is not the resource. */
  private static void requireWhole(StreamingResponse response) throws HttpFailure {
    if (response.status().equals(Status.PARTIAL_CONTENT)
        && range(response).filter(ContentRange::isAll).isEmpty()) {
      throw new HttpFailure.Content(
          "asked for the whole, the server sent "
              + response.header("Content-Range").orElse("a part of it"),
          null);
    }
  }

  /** This begins where the part ends, if it is of the same. */
  private Downloaded rest(StreamingResponse response) throws IOException {
    ContentRange range = range(response).filter(sent -> sent.first() == part.length()).orElse(null);
    if (range == null) {
      throw new HttpFailure.Content(
          "asked for what follows byte "
              + part.length()
              + ", the server sent "
              + response.header("Content-Range").orElse("something else"),
          null);
    }
    if (!part.isOf(response.headers())) {
      response.close(); // its connection may be the only one to be had
      part.forget();
      return fetch();
    }
    copy(response, range.total(), range.total() >= 0 ? range.total() : range.last() + 1);
    part.finish(true);
    return downloaded(response);
  }

  /** There is no rest: all was there, or is something else now (RFC 9110 section 15.5.17). */
  private Downloaded withoutRest(StreamingResponse response) throws IOException {
    byte[] _ = response.bytes();
    if (part.isOf(response.headers())
        && range(response).filter(range -> range.total() == part.length()).isPresent()) {
      part.finish(true);
      return downloaded(response);
    }
    part.forget();
    return fetch();
  }

  private static long length(StreamingResponse response) {
    return response.header("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  /**
   * Writes what comes.
   *
   * @param total of the whole, for who is told; -1 when not known
   * @param end how long the part must be then; -1 when not known
   */
  private void copy(StreamingResponse response, long total, long end) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    while (response.channel().read(piece.clear()) >= 0) {
      part.write(piece.flip());
      listener.progress(part.length(), total);
    }
    if (end >= 0 && part.length() != end) {
      throw new HttpFailure.Content(
          "the server has sent " + part.length() + " of " + end + " bytes", null);
    }
  }
}
