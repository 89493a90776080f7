package io.godwit.policy.dial;

import io.godwit.http.HttpFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a plan that came to nothing, in the order of their end, and why; and the
 * addresses that were not even tried.
 */
final class FailedAttempts {
  private record FailedAttempt(SocketAddress address, String why, @Nullable IOException cause) {}

  /** A message names so many addresses that were refused. */
  private static final int MOST_NAMED = 8;

  private final String where;
  private final List<FailedAttempt> list = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  FailedAttempts(String where) {
    this.where = where;
  }

  /** That attempt has failed; one that was cut at its deadline just had no answer. */
  void add(Attempt attempt, IOException cause, long now) {
    String why = attempt.late(now) ? silence(attempt) : why(cause);
    list.add(new FailedAttempt(attempt.address, why, cause));
  }

  /** That attempt had no answer in its time. */
  void addSilent(Attempt attempt) {
    list.add(new FailedAttempt(attempt.address, silence(attempt), null));
  }

  /** That address must not be dialled: {@code 10.0.0.1 is private use}. */
  void addRefused(String why) {
    refused.add(why);
  }

  /** The failure when no address may be dialled. */
  HttpFailure refusal() {
    return new HttpFailure.Refused("the address policy forbids " + where + ": " + refusals());
  }

  private String refusals() {
    String named = refused.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = refused.size() - MOST_NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  /** The failure when all are in: names each address and why, with their causes. */
  HttpFailure summary() {
    String why =
        list.stream()
            .map(attempt -> attempt.why() + at(AddressText.of(attempt.address())))
            .collect(Collectors.joining(", "));
    String left = refused.isEmpty() ? "" : "; the address policy forbids the rest: " + refusals();
    return new HttpFailure.Connect(where, why + left, list.getLast().cause());
  }

  /** Adds the causes to a failure, without the one that it has as its own. */
  void suppressIn(HttpFailure failure) {
    list.stream()
        .map(FailedAttempt::cause)
        .filter(Objects::nonNull)
        .filter(cause -> cause != failure.getCause())
        .forEach(failure::addSuppressed);
  }

  private String at(String address) {
    return address.equals(where) ? "" : " (" + address + ")";
  }

  private static String silence(Attempt attempt) {
    return "no answer within " + attempt.time() / 1_000_000 + " ms";
  }

  /** The message as part of a sentence: {@code Connection refused} without its capital. */
  private static String why(IOException cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    boolean sentence = message.length() > 1 && Character.isLowerCase(message.charAt(1));
    return sentence ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }
}
