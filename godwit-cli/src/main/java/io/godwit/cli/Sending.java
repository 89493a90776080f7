package io.godwit.cli;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What every request of one run of the command has in common: put together once, from the options.
 *
 * @param method the method
 * @param fields the fields that the user asked for
 * @param left the names of the fields that the user wants left out
 * @param body the content
 */
record Sending(Method method, Headers fields, HeaderLines left, Body body) {
  private static final byte[] AMPERSAND = {'&'};

  /**
   * What the options say.
   *
   * @param in standard input, which some options read
   * @throws CommandFailure when they contradict each other, or a file cannot be read
   */
  static Sending of(Options options, InputStream in) throws CommandFailure {
    HeaderLines lines = HeaderLines.of(options.headerLines, in);
    if (lines.leavesOut("Host")) {
      throw new CommandFailure(ExitCode.USAGE, "a request without Host is not HTTP");
    }
    try {
      return new Sending(method(options), fields(options, lines), lines, body(options.data, in));
    } catch (InvalidMessage e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Method method(Options options) throws CommandFailure {
    if (options.head && !options.data.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "-I sends HEAD and -d sends POST: only one of them is possible");
    }
    String wanted = options.method;
    if (wanted != null) {
      if (wanted.equals("CONNECT")) {
        throw new CommandFailure(ExitCode.USAGE, "CONNECT is for proxies and no method to ask for");
      }
      return Method.of(wanted);
    }
    if (options.head) {
      return Method.HEAD;
    }
    return options.data.isEmpty() ? Method.GET : Method.POST;
  }

  private static Headers fields(Options options, HeaderLines lines) throws CommandFailure {
    Headers.Builder fields = lines.fields().toBuilder();
    String agent = options.agent;
    if (agent != null && !agent.isEmpty()) {
      fields.setIfAbsent("User-Agent", agent);
    }
    String user = options.user;
    if (user != null && !lines.leavesOut("Authorization")) {
      fields.setIfAbsent("Authorization", Credentials.basic(user));
    }
    if (!options.data.isEmpty() && !lines.leavesOut("Content-Type")) {
      fields.setIfAbsent("Content-Type", "application/x-www-form-urlencoded");
    }
    return fields.build();
  }

  /** A single file that is sent as it is stays on its disk; anything else is put together. */
  private static Body body(List<DataPart> parts, InputStream in) throws CommandFailure {
    if (parts.isEmpty()) {
      return Body.empty();
    }
    if (parts.size() == 1
        && parts.getFirst() instanceof DataPart.FromFile file
        && !file.stripped()
        && !file.standardInput()) {
      Path path = regular(file);
      if (Files.isRegularFile(path)) {
        return Body.file(path);
      }
    }
    byte[][] pieces = new byte[parts.size() * 2 - 1][];
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        pieces[2 * i - 1] = AMPERSAND;
      }
      pieces[2 * i] = parts.get(i).bytes(in);
    }
    return Body.bytes(joined(pieces));
  }

  private static Path regular(DataPart.FromFile file) throws CommandFailure {
    try {
      Path path = Path.of(file.name());
      Files.newInputStream(path).close();
      return path;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.READ, "cannot read " + file.name() + ": " + Reasons.of(e), e);
    }
  }

  private static byte[] joined(byte[][] pieces) {
    int size = 0;
    for (byte[] piece : pieces) {
      size = Math.addExact(size, piece.length);
    }
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
