package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.policy.auth.Digest;
import io.godwit.policy.auth.Login;
import io.godwit.tests.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digest over real connections, against a server that checks it by itself. */
@Timeout(60)
final class DigestTest {
  private static DigestGate gate() throws IOException {
    return new DigestGate("SHA-256", "SHA-256", "auth", "s3cret");
  }

  private static HttpClient client(DigestGate gate, String password) {
    return HttpClient.builder().baseUri(gate.uri()).auth(Digest.of("ada", password)).build();
  }

  @Row("P38")
  @ParameterizedTest
  @CsvSource({
    "MD5,MD5,auth",
    "MD5-sess,MD5,auth",
    "MD5,MD5,'auth,auth-int'",
    "SHA-256,SHA-256,auth",
    "SHA-256-sess,SHA-256,auth-int",
    "SHA-512-256,SHA-512/256,auth-int",
    "SHA-512-256-sess,SHA-512/256,'auth-int, auth'"
  })
  void a_known_nonce_saves_the_round_of_the_challenge(String name, String java, String qop)
      throws Exception {
    try (DigestGate gate = new DigestGate(name, java, qop, "s3cret");
        HttpClient client = client(gate, "s3cret")) {
      BufferedResponse first = client.get("a?x=%20y&z").send();
      assertThat(first.text()).isEqualTo("welcome, nc 00000001");
      assertThat(first.attempts()).isEqualTo(2);
      assertThat(first.history()).hasSize(1);
      BufferedResponse second = client.post("b").text("some content").send();
      assertThat(second.text()).isEqualTo("welcome, nc 00000002");
      assertThat(second.attempts()).as("no 401").isOne();
      assertThat(gate.contents()).containsExactly("", "", "some content");
      assertThat(gate.connections()).as("the content of the 401 is read").isOne();
    }
  }

  @Row("P38")
  @Test
  void a_wrong_password_costs_two_exchanges_and_no_more() throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = client(gate, "wrong")) {
      for (int call = 1; call <= 2; call++) {
        BufferedResponse response = client.get("").send();
        assertThat(response.status().code()).isEqualTo(401);
        assertThat(response.text()).as("it can still be read").isEqualTo("who are you?");
        assertThat(gate.contents()).hasSize(2 * call);
        assertThat(response.explain().toString())
            .contains("name and password are refused")
            .doesNotContain("wrong");
      }
    }
  }

  @Row("P38")
  @Test
  void a_stale_nonce_is_replaced_without_the_password_being_given_up() throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = client(gate, "s3cret")) {
      client.get("").send();
      gate.oldest = 2;
      BufferedResponse response = client.get("").send();
      assertThat(response.text()).isEqualTo("welcome, nc 00000001");
      assertThat(response.attempts()).isEqualTo(2);
      assertThat(client.get("").send().text()).isEqualTo("welcome, nc 00000002");
    }
  }

  @Test
  void a_server_that_does_not_know_the_password_is_found_out() throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = client(gate, "s3cret")) {
      gate.spoiled = "0";
      assertThatThrownBy(() -> client.get("").send())
          .isInstanceOf(HttpFailure.Content.class)
          .hasMessageContaining("rspauth");
      assertThat(client.connections().leased()).isZero();
      gate.spoiled = "";
      assertThat(client.get("").send().status().success()).isTrue();
    }
  }

  /** Each use of a nonce has a number of its own, however many calls use it at once. */
  @Row("P38")
  @Test
  void calls_at_the_same_time_count_a_nonce_together() throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = client(gate, "s3cret")) {
      client.get("").send();
      List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(client.get("" + i).sendAsync());
      }
      for (CompletableFuture<BufferedResponse> call : calls) {
        BufferedResponse response = call.get(30, TimeUnit.SECONDS);
        assertThat(response.attempts()).isOne();
        assertThat(response.text()).startsWith("welcome");
      }
      assertThat(gate.contents()).hasSize(202);
    }
  }

  @Test
  void content_that_can_be_sent_once_is_not_sent_again_and_the_challenge_is_delivered()
      throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = client(gate, "s3cret")) {
      byte[] content = "once".getBytes(StandardCharsets.UTF_8);
      BufferedResponse first = client.post("").stream(new ByteArrayInputStream(content)).send();
      assertThat(first.status().code()).isEqualTo(401);
      assertThat(first.text()).isEqualTo("who are you?");
      assertThat(first.explain().toString()).contains("the content can be sent only once");
      BufferedResponse second = client.post("").stream(new ByteArrayInputStream(content)).send();
      assertThat(second.status().success()).as("the nonce was learnt").isTrue();
      assertThat(gate.contents().getLast()).isEqualTo("once");
      BufferedResponse third =
          client.post("").body(Body.source(() -> new ByteArrayInputStream(content))).send();
      assertThat(third.status().success()).isTrue();
    }
  }

  @Test
  void a_stream_of_content_is_answered_like_any_response() throws Exception {
    try (DigestGate gate = gate();
        HttpClient client = HttpClient.create();
        StreamingResponse response =
            client.get(gate.uri()).auth(Login.of("ada", "s3cret")).open()) {
      assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("welcome, nc 00000001");
    }
  }
}
