package io.godwit.cli;

import io.godwit.http.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One piece of request content, as {@code -d} and its kin give it. Several are joined by an
 * ampersand.
 */
sealed interface DataPart {
  /** The text itself. */
  record Text(String text) implements DataPart {}

  /**
   * What a file holds, or standard input when it is called {@code -}.
   *
   * @param stripped whether line breaks and NULs are left out, as {@code -d} does
   */
  record FromFile(String name, boolean stripped) implements DataPart {
    boolean standardInput() {
      return name.equals("-");
    }
  }

  /**
   * Another piece, percent-encoded.
   *
   * @param prefix what stands before it as it is, such as {@code name=}
   */
  record Encoded(String prefix, DataPart part) implements DataPart {}

  /** Another piece, with nothing between it and what is before. */
  record Json(DataPart part) implements DataPart {}

  /** What {@code -d} means: a text, or a file after an at sign. */
  static DataPart ascii(String value) {
    return value.startsWith("@") ? new FromFile(value.substring(1), true) : new Text(value);
  }

  /** What {@code --data-binary} means: as {@code -d}, but a file is taken as it is. */
  static DataPart binary(String value) {
    return value.startsWith("@") ? new FromFile(value.substring(1), false) : new Text(value);
  }

  /** What {@code --data-urlencode} means; an equals sign comes before an at sign. */
  static DataPart encoded(String value) {
    int sign = value.indexOf('=');
    if (sign >= 0) {
      return new Encoded(
          sign == 0 ? "" : value.substring(0, sign + 1), new Text(value.substring(sign + 1)));
    }
    sign = value.indexOf('@');
    if (sign >= 0) {
      return new Encoded(
          sign == 0 ? "" : value.substring(0, sign) + "=",
          new FromFile(value.substring(sign + 1), false));
    }
    return new Encoded("", new Text(value));
  }

  /** A single file that is sent as it is stays on its disk; anything else is put together. */
  static Body body(List<DataPart> parts, InputStream in) throws CommandFailure {
    if (parts.isEmpty()) {
      return Body.empty();
    }
    if (parts.size() == 1
        && parts.getFirst() instanceof FromFile file
        && !file.stripped()
        && !file.standardInput()) {
      Path path = Upload.readable(file.name());
      if (Files.isRegularFile(path)) {
        return Body.file(path);
      }
    }
    return Body.bytes(joined(parts, in));
  }

  /** All of them in memory. */
  static byte[] joined(List<DataPart> parts, InputStream in) throws CommandFailure {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0 && !(parts.get(i) instanceof Json)) {
        all.write('&');
      }
      all.writeBytes(parts.get(i).bytes(in));
    }
    return all.toByteArray();
  }

  /** All of it. */
  default byte[] bytes(InputStream in) throws CommandFailure {
    return switch (this) {
      case Text text -> text.text().getBytes(StandardCharsets.UTF_8);
      case FromFile file -> read(file, in);
      case Json json -> json.part().bytes(in);
      case Encoded encoded -> {
        String text = percentEncoded(encoded.part().bytes(in)).replace("%20", "+");
        yield (encoded.prefix() + text).getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  /** With a percent sign and two digits for all but letters, digits and {@code -._~}. */
  static String percentEncoded(String text) {
    return percentEncoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String percentEncoded(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length * 2);
    for (byte octet : octets) {
      if (letterOrDigit(octet) || "-._~".indexOf(octet) >= 0) {
        text.append((char) octet);
      } else {
        text.append('%').append("0123456789ABCDEF".charAt(octet >> 4 & 0xF));
        text.append("0123456789ABCDEF".charAt(octet & 0xF));
      }
    }
    return text.toString();
  }

  /** Whether it is one of ASCII. */
  static boolean letterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static byte[] read(FromFile file, InputStream in) throws CommandFailure {
    try {
      byte[] content =
          file.standardInput() ? in.readAllBytes() : Files.readAllBytes(Path.of(file.name()));
      return file.stripped() ? stripped(content) : content;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.READ, "cannot read " + file.name() + ": " + Reasons.of(e), e);
    }
  }

  private static byte[] stripped(byte[] content) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(content.length);
    for (byte octet : content) {
      if (octet != '\r' && octet != '\n' && octet != 0) {
        kept.write(octet);
      }
    }
    return kept.toByteArray();
  }
}
