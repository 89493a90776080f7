package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Content that comes from the cache instead of a connection; without trailer fields. */
final class StoredContent implements Content {
  private final InputStream in;
  private final long length;
  private final CallClock time;
  private final Runnable whenDamaged;

  private long left;
  private @Nullable HttpFailure failure;

  /** Both for who ends it from another thread, too. */
  private volatile boolean ended;

  private volatile boolean aborted;

  /**
   * Content of that length.
   *
   * @param whenDamaged is run when it turns out not to be whole
   */
  StoredContent(InputStream in, long length, CallClock time, Runnable whenDamaged) {
    this.in = in;
    this.length = length;
    this.left = length;
    this.time = time;
    this.whenDamaged = whenDamaged;
    time.begin();
  }

  /** No content. */
  static StoredContent none(CallClock time) {
    return new StoredContent(InputStream.nullInputStream(), 0, time, () -> {});
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws HttpFailure {
    if (failure != null) {
      throw failure;
    }
    if (ended) {
      return -1;
    }
    try {
      if (left == 0) {
        return end(in.read() < 0);
      }
      int read = in.read(into, offset, (int) Math.min(left, count));
      if (read < 0) {
        return end(false);
      }
      left -= read;
      return read;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private int end(boolean whole) throws HttpFailure {
    if (!whole) {
      throw failed(null);
    }
    time.mark(Phase.BODY);
    abandon();
    return -1;
  }

  private HttpFailure failed(@Nullable IOException cause) {
    HttpFailure reason = new HttpFailure.Content("the stored content is damaged", cause);
    failure = reason;
    abandon();
    if (!aborted) {
      whenDamaged.run();
    }
    return reason;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  /** It is all there, and closing it costs nothing. */
  @Override
  public boolean endedWithoutReading() {
    abandon();
    return true;
  }

  @Override
  public void abandon() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      // nothing was written, so nothing is lost
    }
  }

  @Override
  public void abort() {
    aborted = true;
    abandon();
  }

  @Override
  public Headers trailers() {
    if (!ended || failure != null) {
      throw new IllegalStateException("trailers come after the content, which was not read");
    }
    return Headers.empty();
  }
}
