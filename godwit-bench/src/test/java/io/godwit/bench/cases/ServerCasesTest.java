package io.godwit.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Target;
import io.godwit.bench.worker.Cores;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server: none is opened that does not give the answer of all, pipelined where it has to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServerCasesTest {
  private static final Target TARGET = new Target("127.0.0.1", 0, "/", Hello.LENGTH);

  static Stream<Case> all() {
    return Cases.ALL.stream().filter(one -> one.group().serving());
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_server_gives_the_answer_of_all(Case one) throws Exception {
    one.open(TARGET).close();
  }

  @Test
  @EnabledIf("wrkInstalled")
  void a_run_counts_what_wrk_has_had_answered() throws Exception {
    for (String id : List.of("server-small/godwit", "server-pipelined/godwit")) {
      try (Driver driver = Cases.named(id).open(TARGET)) {
        assertThat(driver.run(1)).isPositive();
      }
    }
  }

  static boolean wrkInstalled() {
    return Cores.onPath("wrk");
  }
}
