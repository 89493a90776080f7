package io.godwit.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user gets to see. */
final class Printing implements OptionGroup {
  boolean headers;
  boolean body = true;
  boolean verbose;
  boolean explain;
  boolean timings;
  boolean silent;
  boolean progress = true;
  boolean impatient;

  /** Format of {@code -w}; {@code @FILE} takes it from a file. */
  @Nullable String writeOut;

  private boolean showError;

  /** Whether failures are said. */
  boolean saysErrors() {
    return !silent || showError;
  }

  /** Whether a progress bar is welcome. */
  boolean showsProgress() {
    return progress && !silent && !verbose;
  }

  /** Whether JSON is laid out for a person: on a terminal, unless curl's ways are asked for. */
  boolean laysJsonOut(Manner manner, Sink sink) {
    return Terminal.out() && !sink.isFile() && body && manner == Manner.OWN;
  }

  @Override
  public String heading() {
    return "What is printed";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag("the header fields, then the content", on -> headers = on, "-i", "--include"),
        Option.toggle("the same", on -> headers = on, "--print-headers"),
        Option.toggle("the content; on unless set to false", on -> body = on, "--print-body"),
        Option.value(
            "FORMAT",
            "in the end this text, with %{http_code} and the like; @FILE takes it from a file",
            text -> writeOut = text,
            "-w",
            "--write-out"),
        Option.flag(
            "say on standard error what is sent and received",
            on -> verbose = on,
            "-v",
            "--verbose"),
        Option.flag(
            "say on standard error what happened in the end: redirects, connections, times",
            on -> explain = on,
            "--explain"),
        Option.flag(
            "draw on standard error how long each phase took", on -> timings = on, "--timings"),
        Option.flag("say nothing, not even errors", on -> silent = on, "-s", "--silent"),
        Option.flag("with -s, say errors all the same", on -> showError = on, "-S", "--show-error"),
        Option.flag(
            "show the progress bar from the first moment on",
            on -> impatient = on,
            "-#",
            "--progress-bar"),
        Option.flag("show a progress bar to a person", on -> progress = on, "--progress-meter"),
        Option.flag(
            "understood; what arrives is always written at once", on -> {}, "-N", "--buffer"));
  }
}
