package io.godwit.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.bench.worker.Cores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each part, small: that it gets through and says what it has seen; not what the numbers are. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SoakTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Soak soak =
      new Soak(
          new Cores(OptionalInt.empty(), OptionalInt.empty()),
          new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void idle_connections_stay_open_and_are_weighed() throws Exception {
    soak.idle(300);

    assertThat(said())
        .contains("idle: 300 keep-alive connections", "heap and direct buffers of a connection");
  }

  @Test
  void a_client_is_timed_alone_and_among_slow_ones() throws Exception {
    soak.slow(20, 2, TimeUnit.MILLISECONDS.toNanos(50));

    assertThat(said()).contains("while 20 clients", "median p99 with them / before");
  }

  @Test
  void content_goes_up_and_down_and_is_weighed() throws Exception {
    soak.bulk(8 << 20);

    assertThat(said()).contains("upload: 8 MiB", "download: 8 MiB", "at the most");
  }

  @Test
  void ninety_nine_of_a_hundred_are_not_above_the_99th_percentile() {
    assertThat(Latency.p99(LongStream.rangeClosed(1, 100).toArray())).isEqualTo(99);
    assertThat(Latency.p99(LongStream.rangeClosed(1, 1000).toArray())).isEqualTo(990);
    assertThat(Latency.p99(new long[] {7})).isEqualTo(7);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
