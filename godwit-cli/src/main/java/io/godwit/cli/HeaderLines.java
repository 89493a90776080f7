package io.godwit.cli;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The header fields that {@code -H} asks for: {@code Name: value} sets one, {@code Name:} leaves
 * one out that would be sent otherwise, {@code Name;} sends one without a value.
 *
 * @param fields to be sent
 * @param left the names of those to leave out
 */
record HeaderLines(Headers fields, List<String> left) {
  /**
   * The fields of these lines.
   *
   * @param lines as given; {@code @FILE} stands for the lines of a file, {@code @-} of {@code in}
   * @throws CommandFailure when a file cannot be read, or a field is not allowed
   */
  static HeaderLines of(List<String> lines, InputStream in) throws CommandFailure {
    Headers.Builder fields = Headers.builder();
    List<String> left = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("@")) {
        for (String inFile : file(line.substring(1), in)) {
          add(inFile, fields, left);
        }
      } else {
        add(line, fields, left);
      }
    }
    return new HeaderLines(fields.build(), left);
  }

  boolean leavesOut(String name) {
    for (String one : left) {
      if (one.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Sets a field that no line sets or leaves out. */
  void setUnlessSaid(Headers.Builder into, String name, String value) {
    if (!leavesOut(name)) {
      into.setIfAbsent(name, value);
    }
  }

  private static void add(String line, Headers.Builder fields, List<String> left)
      throws CommandFailure {
    int colon = line.indexOf(':');
    try {
      if (colon >= 0) {
        String name = line.substring(0, colon).strip();
        String value = trimmed(line.substring(colon + 1));
        if (value.isEmpty()) {
          left.add(name);
        } else {
          fields.add(name, value);
        }
      } else if (line.stripTrailing().endsWith(";")) {
        String name = line.stripTrailing();
        fields.add(name.substring(0, name.length() - 1).strip(), "");
      } else if (!line.isBlank()) {
        throw new CommandFailure(
            ExitCode.USAGE, "option -H is 'Name: value', 'Name:' or 'Name;', not '" + line + "'");
      }
    } catch (InvalidMessage e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Without the blanks around it; a line break stays, to be refused. */
  private static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && blank(value.charAt(from))) {
      from++;
    }
    while (to > from && blank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }

  private static List<String> file(String name, InputStream in) throws CommandFailure {
    try {
      String text =
          name.equals("-")
              ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(name));
      return text.lines().toList();
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read " + name + ": " + Reasons.of(e), e);
    }
  }
}
