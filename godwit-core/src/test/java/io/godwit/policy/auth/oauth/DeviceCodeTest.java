package io.godwit.policy.auth.oauth;

import static io.godwit.policy.auth.oauth.Flows.NOW;
import static io.godwit.policy.auth.oauth.Flows.form;
import static io.godwit.policy.auth.oauth.Flows.json;
import static io.godwit.policy.auth.oauth.Flows.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.given.Now;
import io.godwit.tests.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person agrees elsewhere while the call waits (RFC 8628). */
final class DeviceCodeTest {
  private static final OAuth2Server SERVER =
      OAuth2Server.of("https://as.example/token").withDevice("https://as.example/device");
  private static final String CODE =
      "\"device_code\":\"d1\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":"
          + "\"https://example.com/device\",\"expires_in\":1800";

  private final List<DevicePrompt> prompts = new ArrayList<>();
  private final AuthContext context = Flows.context("https://api.example/");
  private final Request request = Request.of(Method.GET, Uri.of("https://api.example/x"));
  private final OAuth2 device =
      OAuth2.deviceCode(SERVER, OAuth2Client.publicClient("tv"), prompts::add).withScope("mail");

  @Test
  @Row("P40")
  void the_person_is_told_the_code_and_the_server_is_asked_until_they_have_agreed() {
    AuthFlow flow = begun();
    Request asked = Flows.fetch(flow.joined(true, NOW));
    assertThat(asked.uri().text()).isEqualTo("https://as.example/device");
    assertThat(form(asked)).isEqualTo("scope=mail&client_id=tv");
    AuthStep pause =
        flow.fetched(
            json("{" + CODE + ",\"verification_uri_complete\":\"https://example.com/d?c=W\"}"),
            NOW);
    assertThat(prompts)
        .containsExactly(
            new DevicePrompt(
                "WDJB-MJHT",
                Uri.of("https://example.com/device"),
                Optional.of(Uri.of("https://example.com/d?c=W")),
                Duration.ofMinutes(30)));
    assertThat(pause).isEqualTo(pauseUntil(later(5)));

    Request poll = Flows.fetch(flow.resumed(later(5)));
    assertThat(poll.uri()).isEqualTo(SERVER.token());
    assertThat(form(poll))
        .isEqualTo(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
                + "&device_code=d1&client_id=tv");
    assertThat(flow.fetched(error("authorization_pending"), later(6)))
        .isEqualTo(pauseUntil(later(11)));
    flow.resumed(later(11));
    assertThat(flow.fetched(error("slow_down"), later(12))).isEqualTo(pauseUntil(later(22)));
    flow.resumed(later(22));
    assertThat(flow.fetched(error("authorization_pending"), later(23)))
        .as("from now on")
        .isEqualTo(pauseUntil(later(33)));
    flow.resumed(later(33));
    AuthStep sent =
        flow.fetched(
            json("{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":100}"),
            later(34));
    assertThat(Flows.sent(sent).header("Authorization")).contains("Bearer t1");
    assertThat(device.flow(context).begin(request, later(102))).isInstanceOf(AuthStep.Send.class);
    assertThat(device.flow(context).begin(request, later(103))).isInstanceOf(AuthStep.Join.class);
    assertThat(prompts).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5",
    "',\"interval\":7', 7",
    "',\"interval\":0', 1",
    "',\"interval\":-1', 1",
    "',\"interval\":3600', 3600",
    "',\"interval\":3601', 3600",
    "',\"interval\":\"x\"', 5"
  })
  void the_interval_is_the_servers_within_reason(String interval, double seconds) {
    AuthFlow flow = begun();
    flow.joined(true, NOW);
    assertThat(flow.fetched(json("{" + CODE + interval + "}"), NOW))
        .isEqualTo(pauseUntil(later(seconds)));
  }

  @Test
  void after_its_time_the_code_is_not_asked_about() {
    AuthFlow flow = waiting();
    assertThat(flow.resumed(later(1799.9))).isInstanceOf(AuthStep.Fetch.class);
    flow.fetched(error("authorization_pending"), later(1799.9));
    AuthStep late = flow.resumed(later(1800));
    assertThat(message(late))
        .isEqualTo(
            "no token from https://as.example: expired_token, \"nobody has agreed in time\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_denied", "expired_token", "invalid_grant"})
  void a_refusal_ends_it_and_the_next_call_begins_anew(String error) {
    AuthFlow flow = waiting();
    flow.resumed(later(5));
    assertThat(
            message(
                flow.fetched(
                    json("{\"error\":\"" + error + "\",\"error_description\":" + "\"d1\"}"),
                    later(5))))
        .isEqualTo("no token from https://as.example: " + error + ", \"***\"");
    assertThat(Flows.fetch(begun().joined(true, later(6))).uri().path()).isEqualTo("/device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"user_code\":\"W\",\"verification_uri\":\"https://e/\",\"expires_in\":9}",
        "{\"device_code\":\"\",\"user_code\":\"W\",\"verification_uri\":\"https://e/\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"verification_uri\":\"https://e/\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"user_code\":\"W\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"user_code\":\"W\",\"verification_uri\":\"https://e/\"}",
        "{\"device_code\":\"d\",\"user_code\":\" \",\"verification_uri\":\"https://e/\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"user_code\":\"\\u001b[2J\",\"verification_uri\":\"https://e/\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"user_code\":\"W\",\"verification_uri\":\"ftp://e/\",\"expires_in\":9}",
        "{\"device_code\":\"d\",\"user_code\":\"W\",\"verification_uri\":\"javascript:alert(1)\",\"expires_in\":9}"
      })
  void a_code_that_cannot_be_used_or_shown_is_refused(String content) {
    AuthFlow flow = begun();
    flow.joined(true, NOW);
    assertThat(message(flow.fetched(json(content), NOW)))
        .isEqualTo("no token from https://as.example: the answer has no usable device code");
    assertThat(prompts).isEmpty();
  }

  @Test
  void two_persons_never_share_a_token() {
    AuthFlow flow = waiting();
    flow.resumed(later(5));
    flow.fetched(json("{\"access_token\":\"t1\",\"token_type\":\"Bearer\"}"), later(5));
    assertThat(device.flow(context).begin(request, NOW)).isInstanceOf(AuthStep.Send.class);
    OAuth2 other =
        OAuth2.deviceCode(SERVER, OAuth2Client.publicClient("tv"), prompts::add).withScope("mail");
    assertThat(other.flow(context).begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
  }

  @Test
  void a_server_that_knows_no_device_says_so() {
    AuthFlow flow = begun();
    flow.joined(true, NOW);
    assertThat(message(flow.fetched(error("unauthorized_client"), NOW)))
        .isEqualTo("no token from https://as.example: unauthorized_client");
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(
            () ->
                OAuth2.deviceCode(
                    OAuth2Server.of("https://as.example/token"),
                    OAuth2Client.publicClient("tv"),
                    prompts::add));
    OAuth2Server plain =
        OAuth2Server.of("https://as.example/token").withDevice("http://as.example/device");
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> OAuth2.deviceCode(plain, OAuth2Client.publicClient("tv"), prompts::add));
  }

  private AuthFlow begun() {
    AuthFlow flow = device.flow(context);
    assertThat(flow.begin(request, NOW)).isInstanceOf(AuthStep.Join.class);
    return flow;
  }

  private AuthFlow waiting() {
    AuthFlow flow = begun();
    flow.joined(true, NOW);
    assertThat(flow.fetched(json("{" + CODE + "}"), NOW)).isInstanceOf(AuthStep.Pause.class);
    return flow;
  }

  private static io.godwit.http.Response error(String error) {
    return json("{\"error\":\"" + error + "\"}").withStatus(io.godwit.http.Status.BAD_REQUEST);
  }

  private static AuthStep pauseUntil(Now then) {
    return new AuthStep.Pause(then.nanos());
  }

  private static String message(AuthStep step) {
    return String.valueOf(((AuthStep.Fail) step).failure().getMessage());
  }
}
