package io.godwit.policy.auth.oauth;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an authorization server answered (RFC 6749 section 5, RFC 8628 sections 3.2 and 3.5). */
sealed interface TokenAnswer {
  /** The most bytes of an answer; tokens that carry all rights of a person have some kilobytes. */
  int MOST = 64 * 1024;

  /** No lifetime is taken for longer than this. */
  long LONGEST = 100L * 365 * 24 * 3600;

  /** A token. */
  record Granted(
      String access, Optional<String> refresh, Optional<Duration> lifetime, Optional<String> scope)
      implements TokenAnswer {
    @Override
    public String toString() {
      return "granted";
    }
  }

  /** None, for a reason of the server's; or of ours, when its answer makes no sense. */
  record Refused(String error, String description) implements TokenAnswer {}

  /** A code for a device. */
  record Device(String code, Duration interval, DevicePrompt prompt) implements TokenAnswer {
    @Override
    public String toString() {
      return "device code";
    }
  }

  /** The answer to a request for a token. */
  static TokenAnswer token(Response response) {
    return read(response, TokenAnswer::granted);
  }

  /** The answer to a request for a device code. */
  static TokenAnswer device(Response response) {
    return read(response, TokenAnswer::deviceCode);
  }

  /** Reads a success. */
  @FunctionalInterface
  interface Reader {
    TokenAnswer read(Map<String, Json.Value> members);
  }

  private static TokenAnswer read(Response response, Reader reader) {
    if (response.status().redirection()) {
      return new Refused("the server redirects, which no secret follows", "");
    }
    Map<String, Json.Value> members;
    try {
      members = Json.object(response.body().bytes(MOST));
    } catch (HttpFailure.LimitExceeded e) {
      return strange(response, "is too long");
    } catch (Json.Malformed e) {
      return strange(response, "is no JSON object");
    } catch (IOException e) {
      return strange(response, "cannot be read");
    }
    Optional<String> error = text(members, "error"); // with 200 too, from some
    if (error.isPresent()) {
      return new Refused(error.get(), text(members, "error_description").orElse(""));
    }
    return response.status().success()
        ? reader.read(members)
        : strange(response, "gives no reason");
  }

  private static TokenAnswer granted(Map<String, Json.Value> members) {
    Optional<String> access = text(members, "access_token").filter(OAuth2Tokens::isToken);
    if (access.isEmpty()) {
      return new Refused("the answer has no access_token", "");
    }
    Optional<String> type = text(members, "token_type");
    if (type.filter("bearer"::equalsIgnoreCase).isEmpty()) {
      return new Refused("the token is of another type than Bearer", type.orElse(""));
    }
    return new Granted(
        access.get(),
        text(members, "refresh_token").filter(token -> !token.isEmpty()),
        seconds(members, "expires_in").map(Duration::ofSeconds),
        text(members, "scope"));
  }

  private static TokenAnswer deviceCode(Map<String, Json.Value> members) {
    Optional<String> code = text(members, "device_code").filter(text -> !text.isEmpty());
    Optional<String> user = text(members, "user_code").filter(TokenAnswer::canBeShown);
    Optional<Uri> where = uri(members, "verification_uri");
    Optional<Long> lifetime = seconds(members, "expires_in");
    if (code.isEmpty() || user.isEmpty() || where.isEmpty() || lifetime.isEmpty()) {
      return new Refused("the answer has no usable device code", "");
    }
    Optional<Uri> complete = uri(members, "verification_uri_complete");
    // Five seconds unless the server says otherwise (RFC 8628 section 3.2); never without a pause.
    long interval = Math.clamp(seconds(members, "interval").orElse(5L), 1, 3600);
    DevicePrompt prompt =
        new DevicePrompt(user.get(), where.get(), complete, Duration.ofSeconds(lifetime.get()));
    return new Device(code.get(), Duration.ofSeconds(interval), prompt);
  }

  private static boolean canBeShown(String userCode) {
    return !userCode.isBlank() && userCode.chars().noneMatch(Character::isISOControl);
  }

  private static Refused strange(Response response, String what) {
    return new Refused("the answer, HTTP " + response.status().code() + ", " + what, "");
  }

  private static Optional<String> text(Map<String, Json.Value> members, String name) {
    return members.get(name) instanceof Json.Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Whole seconds, from 0 to {@link #LONGEST}; some servers write them as a string. */
  private static Optional<Long> seconds(Map<String, Json.Value> members, String name) {
    String digits =
        switch (members.get(name)) {
          case Json.Value.Digits(String number) -> number;
          case Json.Value.Text(String text) when text.matches("\\d{1,18}") -> text;
          case null, default -> "";
        };
    return digits.isEmpty()
        ? Optional.empty()
        : Optional.of(Math.clamp((long) Double.parseDouble(digits), 0, LONGEST));
  }

  private static Optional<Uri> uri(Map<String, Json.Value> members, String name) {
    try {
      return text(members, name)
          .map(Uri::of)
          .filter(uri -> uri.scheme().equals("https") || uri.scheme().equals("http"));
    } catch (InvalidUri e) {
      return Optional.empty();
    }
  }
}
