package io.godwit.cli;

/** Why the command, or one transfer of it, fails: a line for the user and the code to end with. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  CommandFailure(ExitCode code, String text) {
    super(text);
    this.code = code;
  }

  CommandFailure(ExitCode code, String text, Throwable cause) {
    super(text, cause);
    this.code = code;
  }

  /** What the command ends with. */
  ExitCode code() {
    return code;
  }

  /** The line for the user; whatever it names, it stays one line. */
  String line() {
    return String.valueOf(getMessage()).replace("\r", "\\r").replace("\n", "\\n");
  }
}
