package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.policy.content.ContentDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Content that is checked against the digests it was announced with, at its end (RFC 9530). */
final class CheckedContent implements Content {
  private final Content source;
  private final List<ContentDigest> expected;
  private final List<MessageDigest> seen;
  private boolean checked;
  private @Nullable HttpFailure failure;

  CheckedContent(Content source, List<ContentDigest> expected) {
    this.source = source;
    this.expected = expected;
    this.seen = expected.stream().map(digest -> ContentDigest.begin(digest.algorithm())).toList();
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws HttpFailure {
    return read(ByteBuffer.wrap(into, offset, length));
  }

  @Override
  public int read(ByteBuffer into) throws HttpFailure {
    if (failure != null) {
      throw failure;
    }
    int from = into.position();
    int count = source.read(into);
    if (count > 0) {
      for (MessageDigest digest : seen) {
        digest.update(into.slice(from, count));
      }
    } else if (count < 0 && !checked) {
      checked = true;
      check();
    }
    return count;
  }

  private void check() throws HttpFailure {
    for (int i = 0; i < expected.size(); i++) {
      if (!MessageDigest.isEqual(seen.get(i).digest(), expected.get(i).value())) {
        failure =
            new HttpFailure.Content(
                "the content is not what its " + expected.get(i) + " digest says", null);
        throw failure;
      }
    }
  }

  @Override
  public int available() {
    return source.available();
  }

  @Override
  public boolean ended() {
    return source.ended();
  }

  @Override
  public boolean endedWithoutReading() {
    return source.endedWithoutReading();
  }

  @Override
  public void abandon() {
    source.abandon();
  }

  @Override
  public void abort() {
    source.abort();
  }

  @Override
  public Headers trailers() {
    if (failure != null) {
      throw new IllegalStateException("trailers come after the content, which was damaged");
    }
    return source.trailers();
  }
}
