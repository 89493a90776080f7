package io.godwit.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrkOutputTest {
  private static final String CLEAN =
      """
      Running 1s test @ http://127.0.0.1:38413/
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency   612.35us  211.50us   4.61ms   88.91%
          Req/Sec   104.62k     4.31k  109.51k    70.00%
        104215 requests in 1.00s, 13.52MB read
      Requests/sec: 104105.67
      Transfer/sec:     13.50MB
      """;

  @Test
  void the_number_of_requests_and_their_rate_are_read() throws IOException {
    assertThat(WrkOutput.of(CLEAN)).isEqualTo(new WrkOutput(104_215, 104_105.67));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  Socket errors: connect 0, read 3, write 0, timeout 0",
        "  Non-2xx or 3xx responses: 7"
      })
  void any_error_spoils_all(String line) {
    String output = CLEAN.replace("Requests/sec", line + "\nRequests/sec");

    assertThatThrownBy(() -> WrkOutput.of(output))
        .isInstanceOf(IOException.class)
        .hasMessage("wrk had errors: " + line.strip());
  }

  @Test
  void what_is_no_result_is_shown() {
    assertThatThrownBy(() -> WrkOutput.of("unable to connect to 127.0.0.1:1 refused\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("wrk said: unable to connect to 127.0.0.1:1 refused");
  }

  @Test
  void a_run_without_an_answer_is_none() {
    assertThatThrownBy(() -> WrkOutput.of(CLEAN.replace("104215", "0")))
        .isInstanceOf(IOException.class)
        .hasMessage("wrk got no answer");
  }
}
