package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Content that comes from a body instead of a connection. */
final class BodyContent implements Content {
  private final Body body;
  private final long length;
  private long left;
  private @Nullable Headers trailers;

  /** Both for who ends it from another thread, too. */
  private volatile @Nullable InputStream in;

  private volatile boolean ended;

  BodyContent(Body body) {
    this.body = body;
    this.length = size(body);
    this.left = length;
  }

  private static long size(Body body) {
    try {
      return body.size();
    } catch (IOException e) {
      return -1; // opening it will say why
    }
  }

  /** Whether it may be made from the content of another response. */
  boolean derived() {
    return body instanceof Body.Stream;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws HttpFailure {
    if (ended) {
      return -1;
    }
    try {
      if (left == 0) {
        require(opened().read() < 0);
        return end();
      }
      int most = left < 0 ? count : (int) Math.min(left, count);
      int read = opened().read(into, offset, most);
      if (read < 0) {
        require(left < 0);
        return end();
      }
      left -= left < 0 ? 0 : read;
      return read;
    } catch (IOException | RuntimeException e) {
      abandon();
      throw failure(e);
    }
  }

  private InputStream opened() throws IOException {
    InputStream open = in;
    if (open == null) {
      open = body.open();
      in = open;
      if (ended) { // meanwhile, by another thread
        open.close();
      }
    }
    return open;
  }

  private void require(boolean asLongAsDeclared) throws HttpFailure {
    if (!asLongAsDeclared) {
      throw new HttpFailure.CallerBody(
          "it is not " + length + " bytes long, as declared", Sent.YES, null);
    }
  }

  private int end() {
    trailers = body.trailers();
    abandon();
    return -1;
  }

  private static HttpFailure failure(Exception e) {
    return e instanceof HttpFailure failure
        ? failure
        : new HttpFailure.CallerBody(Failures.reason(e), Sent.YES, e);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean endedWithoutReading() {
    if (!ended && left == 0) {
      end();
    }
    return ended;
  }

  @Override
  public void abandon() {
    ended = true;
    InputStream open = in;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // all that was wanted of it is there, or nobody wants it
      }
    }
  }

  @Override
  public void abort() {
    abandon();
  }

  @Override
  public Headers trailers() {
    if (trailers == null) {
      throw new IllegalStateException("trailers come after the content, which was not read");
    }
    return trailers;
  }
}
