package io.godwit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {
  private static final String TEXT = "one\ntwo\n\nthree, which has no end";

  /** Content in these pieces; one that is {@code null} stands for a connection that breaks. */
  private static ContentReader reader(String... pieces) {
    Deque<String> left = new ArrayDeque<>(List.of(pieces));
    return new ContentReader(
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) throws IOException {
            String next = left.poll();
            if (next == null) {
              return -1;
            }
            if (next.equals("BROKEN")) {
              throw new HttpFailure.ConnectionLost("broken", Sent.YES, null);
            }
            into.put(next.getBytes(UTF_8));
            return next.length();
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        });
  }

  private static String[] cut(int size) {
    return TEXT.split("(?s)(?<=\\G.{" + size + "})");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void lines_and_counts_do_not_depend_on_how_content_arrives(int size) throws HttpFailure {
    ContentReader reader = reader(cut(size));
    assertThat(text(reader.readLine(100))).isEqualTo("one\n");
    assertThat(text(reader.read(2))).isEqualTo("tw");
    assertThat(text(reader.readLine(2))).isEqualTo("o\n");
    assertThat(text(reader.readLine(1))).isEqualTo("\n");
    assertThat(text(reader.readLine(100, (byte) ','))).isEqualTo("three,");
    assertThat(text(reader.read(1000))).isEqualTo(" which has no end");
    assertThat(reader.read(10)).isEmpty();
    assertThat(reader.readLine(10)).isEmpty();
    assertThat(reader.readSome().remaining()).isZero();
    assertThat(reader.readLines(10, 10)).isEmpty();
    assertThat(reader.available()).isZero();
  }

  @Test
  void some_is_what_is_there() throws HttpFailure {
    ContentReader reader = reader("abc", "def", "g");
    assertThat(UTF_8.decode(reader.readSome()).toString()).isEqualTo("abc");
    assertThat(text(reader.read(1))).isEqualTo("d");
    assertThat(reader.available()).isEqualTo(2);
    assertThat(UTF_8.decode(reader.readSome()).toString()).isEqualTo("ef");
    assertThat(reader.readSome().isReadOnly()).isTrue();
    assertThat(reader.read(0)).isEmpty();
  }

  @Test
  void lines_stop_when_they_come_to_more_than_the_hint() throws HttpFailure {
    assertThat(reader(cut(3)).readLines(3, 100)).hasSize(1);
    assertThat(reader(cut(3)).readLines(4, 100)).hasSize(2);
    assertThat(reader(cut(3)).readLines(8, 100)).hasSize(3);
    assertThat(reader(cut(3)).readLines(1000, 100))
        .map(ContentReaderTest::text)
        .containsExactly("one\n", "two\n", "\n", "three, which has no end");
  }

  @Test
  void a_line_over_its_limit_is_a_failure() throws HttpFailure {
    assertThat(text(reader("abc\n").readLine(4))).isEqualTo("abc\n");
    assertThatThrownBy(() -> reader("abc\n").readLine(3))
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThatThrownBy(() -> reader("ab", "cd").readLine(3))
        .isInstanceOf(HttpFailure.LimitExceeded.class);
    assertThatThrownBy(() -> reader("a\n", "bcd\n").readLines(100, 3))
        .isInstanceOf(HttpFailure.LimitExceeded.class);
  }

  @Test
  void what_came_before_the_end_of_the_connection_is_not_lost() throws HttpFailure {
    ContentReader counted = reader("abc", "BROKEN");
    assertThat(text(counted.read(10))).isEqualTo("abc");
    assertThatThrownBy(() -> counted.read(1)).isInstanceOf(HttpFailure.ConnectionLost.class);
    assertThatThrownBy(counted::readSome).isInstanceOf(HttpFailure.ConnectionLost.class);
    ContentReader lines = reader("one\ntw", "BROKEN");
    assertThat(lines.readLines(100, 100))
        .map(ContentReaderTest::text)
        .containsExactly("one\n", "tw");
    assertThatThrownBy(() -> lines.readLines(100, 100))
        .isInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  void a_line_that_arrives_byte_by_byte_is_not_copied_for_each() throws HttpFailure {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    String[] bytes = new String[64 * 1024];
    Arrays.fill(bytes, "x");
    ContentReader reader = reader(bytes);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(reader.readLine(1024 * 1024)).hasSize(bytes.length);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L * bytes.length);
  }
}
