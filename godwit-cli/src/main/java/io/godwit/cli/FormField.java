package io.godwit.cli;

import io.godwit.http.Body;
import io.godwit.http.MediaType;
import io.godwit.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a form as {@code -F} gives it: {@code NAME=VALUE}, {@code NAME=@FILE} for a file,
 * {@code NAME=<FILE} for a value that is in one; then {@code ;type=TYPE} and {@code
 * ;filename=NAME}.
 *
 * @param literal whether all behind the equals sign is the value, as {@code --form-string} has it
 */
record FormField(String text, boolean literal) {
  private static final List<String> PARAMETERS = List.of("type=", "filename=");

  /**
   * The part.
   *
   * @param in standard input, which {@code @-} and {@code <-} stand for
   * @throws CommandFailure when it is none, or a file cannot be read
   */
  Part part(InputStream in) throws CommandFailure {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw wrong("is NAME=VALUE, NAME=@FILE or NAME=<FILE, not '" + text + "'");
    }
    String name = text.substring(0, equals);
    String value = text.substring(equals + 1);
    if (literal) {
      return Part.text(name, value);
    }
    Reading reading = new Reading(value);
    String file = reading.content.isEmpty() ? "" : reading.content.substring(1);
    Part part =
        switch (reading.kind()) {
          case '@' -> file(name, file, reading.filename, in);
          case '<' -> Part.of(name, content(file, in));
          default -> Part.text(name, reading.content);
        };
    if (reading.type != null) {
      part = part.withType(MediaType.of(reading.type));
    }
    return reading.filename == null ? part : part.withFilename(reading.filename);
  }

  private static Part file(String name, String file, @Nullable String wanted, InputStream in)
      throws CommandFailure {
    String filename = wanted == null ? file.substring(file.lastIndexOf('/') + 1) : wanted;
    MediaType type = MediaType.ofFilename(filename).orElse(MediaType.OCTET_STREAM);
    return Part.of(name, content(file, in).withType(type)).withFilename(filename);
  }

  /** A file stays on its disk until it is sent. */
  private static Body content(String file, InputStream in) throws CommandFailure {
    if (!file.equals("-")) {
      Path path = Upload.readable(file);
      return Body.file(path);
    }
    try {
      return Body.bytes(in.readAllBytes());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read standard input: " + Reasons.of(e), e);
    }
  }

  private static CommandFailure wrong(String what) {
    return Option.wrong("-F " + what);
  }

  /** The value, taken apart. */
  private static final class Reading {
    private final String value;
    private final boolean quoted;
    private final String content;
    private int at;
    private @Nullable String type;
    private @Nullable String filename;

    Reading(String value) throws CommandFailure {
      this.value = value;
      boolean sign = value.startsWith("@") || value.startsWith("<");
      this.at = sign ? 1 : 0;
      this.quoted = value.startsWith("\"");
      this.content = (sign ? value.substring(0, 1) : "") + word();
      while (at < value.length()) {
        at++; // the semicolon
        parameter();
      }
    }

    /** An at sign, a less-than sign, or anything else for a text. */
    char kind() {
      return quoted || content.isEmpty() ? ' ' : content.charAt(0);
    }

    private void parameter() throws CommandFailure {
      while (at < value.length() && value.charAt(at) == ' ') {
        at++;
      }
      if (value.startsWith("type=", at)) {
        at += "type=".length();
        type = type();
      } else if (value.startsWith("filename=", at)) {
        at += "filename=".length();
        filename = word();
      } else {
        throw wrong(
            "knows ';type=' and ';filename=', not ';"
                + value.substring(at)
                + "'; --form-string takes a semicolon as it is");
      }
    }

    /** Up to the next semicolon, or between quotes, where a backslash takes the next as it is. */
    private String word() throws CommandFailure {
      if (at >= value.length() || value.charAt(at) != '"') {
        int end = value.indexOf(';', at);
        String word = value.substring(at, end < 0 ? value.length() : end);
        at += word.length();
        return word;
      }
      StringBuilder word = new StringBuilder();
      for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
        if (value.charAt(at) == '\\' && at + 1 < value.length()) {
          at++;
        }
        word.append(value.charAt(at));
      }
      at++;
      if (at > value.length() || (at < value.length() && value.charAt(at) != ';')) {
        throw wrong("has a quote that does not end before a semicolon: '" + value + "'");
      }
      return word.toString();
    }

    /** A media type with its parameters, which have semicolons, too. */
    private String type() {
      int end = at;
      do {
        end = value.indexOf(';', end + 1);
      } while (end >= 0 && !parameterAt(end + 1));
      String found = value.substring(at, end < 0 ? value.length() : end);
      at += found.length();
      return found.strip();
    }

    private boolean parameterAt(int index) {
      String rest = value.substring(index).stripLeading();
      return PARAMETERS.stream().anyMatch(rest::startsWith);
    }
  }
}
