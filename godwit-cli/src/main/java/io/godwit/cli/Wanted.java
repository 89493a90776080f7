package io.godwit.cli;

import java.util.Optional;

/** What a command line is read into: what it knows of options, and what becomes of the rest. */
interface Wanted {
  /** The option of that name, hyphens included. */
  Optional<Option> find(String name);

  /**
   * Takes an argument that is neither an option nor its value.
   *
   * @throws CommandFailure when there is nothing that it can be
   */
  void operand(String text) throws CommandFailure;

  /**
   * Notes that an option was said, after it has taken its value.
   *
   * @param value of a flag: {@code true} or {@code false}
   */
  void given(Option option, String name, String value);
}
