package io.godwit.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the arguments as curl does, which is not how the usual libraries do: letters stand together
 * ({@code -sSLo file}), a value may look like an option ({@code -d -1}), every flag can be taken
 * back ({@code --no-location}). Each option is taken in the order of the command line; one that is
 * repeated counts the last time, unless it collects.
 */
final class Arguments {
  private final Wanted wanted;
  private final Iterator<String> rest;

  private Arguments(Wanted wanted, List<String> arguments) {
    this.wanted = wanted;
    this.rest = arguments.iterator();
  }

  /**
   * What these arguments ask for.
   *
   * @param arguments those of the command; {@code curl} in front asks for curl's defaults
   * @throws CommandFailure when they cannot be understood
   */
  static Options parse(List<String> arguments) throws CommandFailure {
    boolean curl = !arguments.isEmpty() && arguments.getFirst().equals("curl");
    Options options = new Options(curl ? Manner.CURL : Manner.OWN);
    read(options, curl ? arguments.subList(1, arguments.size()) : arguments);
    return options;
  }

  /**
   * Tells what these arguments ask for.
   *
   * @throws CommandFailure when they cannot be understood
   */
  static void read(Wanted wanted, List<String> arguments) throws CommandFailure {
    new Arguments(wanted, arguments).read();
  }

  private void read() throws CommandFailure {
    boolean optionsEnded = false;
    while (rest.hasNext()) {
      String argument = rest.next();
      if (optionsEnded || !argument.startsWith("-")) {
        wanted.operand(argument);
      } else if (argument.equals("--")) {
        optionsEnded = true;
      } else if (argument.startsWith("--")) {
        word(argument);
      } else {
        letters(argument);
      }
    }
  }

  /** Such as {@code --output file}, {@code --output=file}, {@code --no-location}. */
  private void word(String argument) throws CommandFailure {
    int equals = argument.indexOf('=');
    String name = (equals < 0 ? argument : argument.substring(0, equals)).replace('_', '-');
    Optional<Option> found = wanted.find(name);
    if (found.isEmpty()) {
      takeBack(name, equals >= 0);
      return;
    }
    Option option = found.get();
    switch (option.kind()) {
      case FLAG -> {
        if (equals >= 0) {
          throw Option.wrong(name + " takes no value");
        }
        take(option, name, "true");
      }
      case TOGGLE -> take(option, name, equals < 0 ? "true" : argument.substring(equals + 1));
      case VALUE -> take(option, name, equals < 0 ? next(name) : argument.substring(equals + 1));
    }
  }

  private void takeBack(String name, boolean attached) throws CommandFailure {
    Optional<Option> found =
        name.startsWith("--no-") ? wanted.find("--" + name.substring(5)) : Optional.empty();
    if (found.isEmpty() || found.get().kind() == Option.Kind.VALUE || attached) {
      throw unknown(name);
    }
    take(found.get(), name, "false");
  }

  /** Such as {@code -sSLo file} or {@code -sSLofile}. */
  private void letters(String argument) throws CommandFailure {
    if (argument.length() == 1) {
      throw unknown(argument);
    }
    for (int i = 1; i < argument.length(); i++) {
      String name = "-" + argument.charAt(i);
      Option option = wanted.find(name).orElseThrow(() -> unknown(name));
      if (option.kind() == Option.Kind.VALUE) {
        take(option, name, i + 1 < argument.length() ? argument.substring(i + 1) : next(name));
        return;
      }
      take(option, name, "true");
    }
  }

  private String next(String name) throws CommandFailure {
    if (!rest.hasNext()) {
      throw Option.wrong(name + " needs a value");
    }
    return rest.next();
  }

  private void take(Option option, String name, String value) throws CommandFailure {
    option.take(value);
    wanted.given(option, name, value);
  }

  private static CommandFailure unknown(String name) {
    return new CommandFailure(ExitCode.USAGE, "unknown option: '" + name + "'");
  }
}
