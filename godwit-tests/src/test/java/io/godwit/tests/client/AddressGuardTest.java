package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.client.HttpClientBuilder;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.net.Network;
import io.godwit.policy.dial.AddressPolicy;
import io.godwit.server.HttpServer;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that fetches what others tell it to does not reach into the network that it runs in
 * (server-side request forgery). The servers here are at 127.0.0.1; none may be connected to.
 */
@Timeout(60)
final class AddressGuardTest {
  private final AtomicInteger served = new AtomicInteger();
  private final ConcurrentLinkedQueue<SocketAddress> dialled = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            0,
            request -> {
              served.incrementAndGet();
              return Response.text(request.header("Host").orElse("none"));
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Counts what is connected to. */
  private HttpClientBuilder builder() {
    Network network =
        (address, opening) -> {
          dialled.add(address);
          return Network.system().connect(address, opening);
        };
    return HttpClient.builder().network(network);
  }

  /** Class of CVE-2024-6763 and of many others: internal hosts in whatever spelling. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://localhost:%d/",
        "http://127.1.2.3:%d/",
        "http://0.0.0.0:%d/",
        "http://[::1]:%d/",
        "http://[::]:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://[::127.0.0.1]:%d/",
        "http://[64:ff9b::127.0.0.1]:%d/",
        "http://[2002:7f00:1::]:%d/",
        "http://[fe80::1]:%d/",
        "http://[fd00:ec2::254]:%d/",
        "http://169.254.169.254:%d/latest/meta-data/",
        "http://10.0.0.1:%d/",
        "http://172.16.0.1:%d/",
        "http://192.168.0.1:%d/",
        "http://100.100.100.200:%d/",
        "http://user@127.0.0.1:%d/",
        "http://%%31%%32%%37.0.0.1:%d/",
        "http://\uff11\uff12\uff17.0.0.1:%d/",
        "http://127\u30020\u30020\u30021:%d/",
      })
  void an_address_that_is_not_public_is_refused_before_anything_is_connected(String uri) {
    try (HttpClient client = builder().publicAddressesOnly().build()) {
      assertThatThrownBy(() -> client.get(uri.formatted(server.port())).send())
          .isInstanceOf(HttpFailure.Refused.class)
          .hasMessageStartingWith("refused: the address policy forbids ");
    }
    assertThat(dialled).isEmpty();
    assertThat(served).hasValue(0);
  }

  /** Class of CVE-2020-13956: hosts that one program takes for another than the next one does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433:%d/",
        "http://0x7f000001:%d/",
        "http://0x7f.0.0.1:%d/",
        "http://0x7f.1:%d/",
        "http://0177.0.0.1:%d/",
        "http://127.1:%d/",
        "http://127.0.1:%d/",
        "http://127.0.0.1.:%d/",
        "http://example.org\\@127.0.0.1:%d/",
        "http://example.org@evil.example@127.0.0.1:%d/",
        "http://[::1%%25lo]:%d/",
      })
  void a_host_that_programs_disagree_about_is_no_uri(String uri) {
    try (HttpClient client = builder().publicAddressesOnly().build()) {
      assertThatThrownBy(() -> client.get(uri.formatted(server.port())).send())
          .isInstanceOf(InvalidUri.class);
    }
    assertThat(dialled).isEmpty();
  }

  /**
   * DNS rebinding: the name was public when somebody looked, and is not when it is connected to.
   */
  @Test
  void what_a_name_resolves_to_is_checked_each_time_it_is_connected_to() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (HttpClient client =
        builder()
            .resolver(
                (host, deadline) ->
                    List.of(
                        InetAddress.ofLiteral(
                            asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")))
            .addresses(AddressPolicy.none().withAllowed("127.0.0.1"))
            .build()) {
      String uri = "http://rebinding.example:" + server.port() + "/";
      assertThat(client.get(uri).header("Connection", "close").send().status().code())
          .isEqualTo(200);
      assertThatThrownBy(() -> client.get(uri).send())
          .isInstanceOf(HttpFailure.Refused.class)
          .hasMessageContaining("127.0.0.2 is not among what is allowed");
    }
    assertThat(asked).hasValue(2);
    assertThat(dialled).hasSize(1);
  }

  @Test
  void only_the_addresses_that_are_allowed_are_dialled() throws Exception {
    try (HttpClient client =
        builder()
            .resolver(
                (host, deadline) ->
                    List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("127.0.0.1")))
            .addresses(AddressPolicy.publicOnly().withAllowed("127.0.0.0/8"))
            .build()) {
      assertThat(client.get("http://a.example:" + server.port() + "/").send().status().code())
          .isEqualTo(200);
    }
    assertThat(dialled).hasSize(1);
  }

  @Test
  void a_unix_domain_socket_is_not_public() {
    try (HttpClient client =
        builder().unixSocket(Path.of("/run/docker.sock")).publicAddressesOnly().build()) {
      assertThatThrownBy(() -> client.get("http://example.org/").send())
          .isInstanceOf(HttpFailure.Refused.class)
          .hasMessageContaining("is a Unix-domain socket");
    }
    assertThat(dialled).isEmpty();
  }

  @Row("T44")
  @Test
  void a_host_is_found_where_the_client_was_told_and_keeps_its_name() throws Exception {
    try (HttpClient client =
        builder()
            .resolver(
                (host, deadline) -> {
                  throw new HttpFailure.Resolve(host, "nobody is to be asked", null);
                })
            .resolve("a.example", "127.0.0.1")
            .resolve("b.example", 80, "127.0.0.1:" + server.port())
            .build()) {
      assertThat(client.get("http://a.example:" + server.port() + "/").send().text())
          .isEqualTo("a.example:" + server.port());
      assertThat(client.get("http://b.example/").send().text()).isEqualTo("b.example");
      assertThatThrownBy(() -> client.get("http://b.example:81/").send())
          .isInstanceOf(HttpFailure.Resolve.class);
    }
  }

  @Test
  void the_address_policy_holds_for_where_a_client_was_told_to_go() {
    try (HttpClient client =
        builder().resolve("a.example", "127.0.0.1").publicAddressesOnly().build()) {
      assertThatThrownBy(() -> client.get("http://a.example/").send())
          .isInstanceOf(HttpFailure.Refused.class)
          .hasMessage("refused: the address policy forbids a.example:80: 127.0.0.1 is loopback");
    }
  }
}
