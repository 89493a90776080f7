package io.godwit.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.Trust;
import io.godwit.bench.origin.Embedded;
import io.godwit.bench.origin.Nginx;
import io.godwit.bench.origin.Origin;
import io.godwit.bench.origin.Site;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with much content, with a little of it: the drivers check what they get. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BulkCasesTest {
  private static final Set<Group> OVER_TLS = Set.of(Group.TLS_DOWNLOAD, Group.TLS_UPLOAD);
  private static final Site.Sizes FEW = new Site.Sizes(3_000_017, 1_500_003);

  static List<Case> all() {
    return Cases.ALL.stream().filter(one -> one.group().bulk()).toList();
  }

  static Stream<Case> withoutTls() {
    return all().stream().filter(one -> !OVER_TLS.contains(one.group()));
  }

  private static void runTwice(Case one, Origin origin) throws Exception {
    try (Driver driver = one.open(origin.target(one.group()))) {
      driver.run(2);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithTheEmbeddedServer {
    private Site site;
    private Origin origin;

    @BeforeAll
    void start() throws IOException {
      site = Site.create(FEW);
      origin = Embedded.start(site, List.of());
    }

    @AfterAll
    void stop() throws IOException {
      origin.close();
      site.close();
    }

    @ParameterizedTest
    @MethodSource("io.godwit.bench.cases.BulkCasesTest#withoutTls")
    void every_case_gets_through(Case one) throws Exception {
      runTwice(one, origin);
    }

    @Test
    void a_case_over_tls_is_told_that_there_is_none() {
      assertThatThrownBy(() -> origin.target(Group.TLS_UPLOAD))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no TLS");
    }

    @Test
    void a_driver_that_sends_less_than_it_should_is_refused() throws Exception {
      Target whole = origin.target(Group.UPLOAD);
      Target more =
          new Target(whole.host(), whole.port(), whole.path(), whole.length() + 1)
              .sending(whole.content());

      try (Driver driver = Cases.named("upload/godwit-file").open(more)) {
        assertThatThrownBy(() -> driver.run(1))
            .hasMessageContaining("expected 200, text/plain, 3000018")
            .hasMessageContaining("got 200, text/plain, 3000017");
      }
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @EnabledIf("io.godwit.bench.origin.Nginx#installed")
  class WithNginx {
    private Site site;
    private Origin origin;

    @BeforeAll
    void start() throws IOException {
      site = Site.create(FEW);
      origin = Nginx.start(site, List.of());
    }

    @AfterAll
    void stop() throws IOException {
      origin.close();
      site.close();
    }

    @ParameterizedTest
    @MethodSource("io.godwit.bench.cases.BulkCasesTest#all")
    void every_case_gets_through(Case one) throws Exception {
      runTwice(one, origin);
    }

    @Test
    void tls_is_what_the_description_says() throws Exception {
      Target target = origin.target(Group.TLS_DOWNLOAD);
      Trust trust = target.trust().orElseThrow();

      try (SSLSocket socket =
          (SSLSocket)
              trust.context().getSocketFactory().createSocket(target.host(), target.port())) {
        socket.setSoTimeout(10_000);
        socket.startHandshake();

        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(origin.description()).endsWith(socket.getSession().getCipherSuite());
      }
    }
  }
}
