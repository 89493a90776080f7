package io.godwit.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One option of the command: how it is called, what it takes, and what that is for.
 *
 * @param names with their hyphens; the first is the usual one
 * @param kind what it takes
 * @param label what its value is called in the help; empty for a flag
 * @param description for the help
 * @param setting takes the value; that of a flag is {@code true} or {@code false}
 */
record Option(List<String> names, Kind kind, String label, String description, Setting setting) {
  /** What an option takes. */
  enum Kind {
    /** Nothing; {@code --no-NAME} takes it back. */
    FLAG,
    /**
     * {@code =true} or {@code =false}, or nothing, which is true, as tornado's command has them.
     */
    TOGGLE,
    /** The next argument, or what is attached to its name. */
    VALUE
  }

  /** Where a value goes. */
  @FunctionalInterface
  interface Setting {
    void set(String value) throws CommandFailure;
  }

  /** Where a flag goes. */
  @FunctionalInterface
  interface Switch extends Setting {
    void turn(boolean on) throws CommandFailure;

    @Override
    default void set(String value) throws CommandFailure {
      turn(value.equals("true"));
    }
  }

  static Option flag(String description, Switch setting, String... names) {
    return new Option(List.of(names), Kind.FLAG, "", description, setting);
  }

  static Option toggle(String description, Switch setting, String name) {
    return new Option(List.of(name), Kind.TOGGLE, "true|false", description, setting);
  }

  static Option value(String label, String description, Setting setting, String... names) {
    return new Option(List.of(names), Kind.VALUE, label, description, setting);
  }

  /** The one of that name, hyphens included. */
  static Optional<Option> find(List<List<Option>> groups, String name) {
    for (List<Option> group : groups) {
      for (Option option : group) {
        if (option.names().contains(name)) {
          return Optional.of(option);
        }
      }
    }
    return Optional.empty();
  }

  /** What it is called in messages. */
  String name() {
    return names.getFirst();
  }

  /**
   * Takes a value.
   *
   * @throws CommandFailure when it is none for this option
   */
  void take(String value) throws CommandFailure {
    setting.set(kind == Kind.TOGGLE ? truth(value) : value);
  }

  private String truth(String value) throws CommandFailure {
    return switch (value) {
      case "true", "True", "t", "1" -> "true";
      case "false", "False", "f", "0" -> "false";
      default -> throw wrong(name() + " is true or false, not '" + value + "'");
    };
  }

  /** A number that is not negative. */
  static int number(String option, String text) throws CommandFailure {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(option + " is a number, not '" + text + "'");
  }

  /** A time in seconds; null for zero, which is no time or no limit. */
  static @Nullable Duration seconds(String option, String text) throws CommandFailure {
    try {
      return Seconds.parse(text);
    } catch (NumberFormatException e) {
      throw wrong(option + " is a number of seconds, not '" + text + "'");
    }
  }

  /** The name of a file. */
  static Path path(String text) throws CommandFailure {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandFailure(ExitCode.USAGE, "not the name of a file: " + text, e);
    }
  }

  /** What is wrong with an option. */
  static CommandFailure wrong(String text) {
    return new CommandFailure(ExitCode.USAGE, "option " + text);
  }
}
