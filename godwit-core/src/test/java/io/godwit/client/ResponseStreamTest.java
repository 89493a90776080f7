package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who ends the content when one thread closes the stream and another reads it. */
@Timeout(30)
final class ResponseStreamTest {
  private static final Request REQUEST = Request.of(Method.GET, Uri.of("http://127.0.0.1/"));

  /** Gives a byte at each read, the first of which waits. */
  private static final class Slow implements Content {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private volatile boolean abandoned;

    @Override
    public long length() {
      return -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      reading.countDown();
      try {
        aborted.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 1; // it had arrived just before
    }

    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public boolean ended() {
      return abandoned;
    }

    @Override
    public boolean endedWithoutReading() {
      return false;
    }

    @Override
    public void abandon() {
      abandoned = true;
    }

    @Override
    public void abort() {
      aborted.countDown();
    }

    @Override
    public Headers trailers() {
      return Headers.empty();
    }
  }

  @Test
  void a_read_that_succeeds_although_the_stream_was_closed_meanwhile_gives_the_content_up()
      throws Exception {
    Slow content = new Slow();
    ResponseStream stream = new ResponseStream(content, REQUEST);
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                read.complete(stream.read(new byte[1], 0, 1));
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    content.reading.await();
    stream.close();
    assertThat(read.join()).isEqualTo(1);
    assertThat(content.abandoned).isTrue();
  }

  @Test
  void content_that_was_handed_over_is_not_given_up_by_who_had_it() {
    Slow content = new Slow();
    ResponseStream stream = new ResponseStream(content, REQUEST);
    stream.handOver();
    stream.close();
    assertThat(content.abandoned).isFalse();
    assertThat(stream.isOpen()).isFalse();
  }
}
