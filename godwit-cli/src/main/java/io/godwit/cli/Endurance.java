package io.godwit.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is a failure, and what is tried again. */
final class Endurance implements OptionGroup {
  boolean failOnStatus;

  /** With it the content is printed all the same. */
  boolean failWithBody;

  boolean failEarly;
  int retries;
  boolean retryAll;
  boolean retryRefused;
  @Nullable Duration retryDelay;
  @Nullable Duration retryTime;
  @Nullable Duration maxTime;

  @Override
  public String heading() {
    return "What is a failure";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag(
            "a status of 400 or above fails with exit code 22, and its content is not printed",
            on -> failOnStatus = on,
            "-f",
            "--fail"),
        Option.flag(
            "the same, and its content is printed", on -> failWithBody = on, "--fail-with-body"),
        Option.flag("the first URL that fails is the last", on -> failEarly = on, "--fail-early"),
        Option.value(
            "SECONDS",
            "the most time for each attempt at a URL, such as 2.5",
            text -> maxTime = Option.seconds("-m", text),
            "-m",
            "--max-time"),
        Option.value(
            "NUMBER",
            "try again so often: after 408, 429, 500, 502, 503 and 504, a timeout, a look-up that"
                + " failed",
            text -> retries = Option.number("--retry", text),
            "--retry"),
        Option.flag(
            "try again after every failure, and with -f after every status of 400 or above",
            on -> retryAll = on,
            "--retry-all-errors"),
        Option.flag(
            "try again when nobody listens", on -> retryRefused = on, "--retry-connrefused"),
        Option.value(
            "SECONDS",
            "wait so long before each retry, instead of 1, 2, 4 ... seconds",
            text -> retryDelay = Option.seconds("--retry-delay", text),
            "--retry-delay"),
        Option.value(
            "SECONDS",
            "begin no retry later than this",
            text -> retryTime = Option.seconds("--retry-max-time", text),
            "--retry-max-time"));
  }
}
