package io.godwit.cli;

import io.godwit.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file to be put at a URL.
 *
 * @param name of the file; {@code -} is standard input, and empty for no file
 */
record Upload(String name) {
  /** Nothing is uploaded. */
  static final Upload NONE = new Upload("");

  boolean isNone() {
    return name.isEmpty();
  }

  /** What it is called while it is sent. */
  String shown() {
    return name.isEmpty() || name.equals("-")
        ? "upload"
        : name.substring(name.lastIndexOf('/') + 1);
  }

  /** The content; a file stays on its disk until it is sent. */
  Body body(InputStream in) throws CommandFailure {
    return name.equals("-") || name.equals(".") ? Body.stream(in) : Body.file(readable(name));
  }

  /** The URL, which takes the name of the file where it ends in a slash, or has no path. */
  String at(String url) {
    if (name.equals("-") || name.equals(".")) {
      return url;
    }
    int end = url.length();
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    String path = url.substring(0, end);
    int scheme = path.indexOf("://");
    boolean bare = path.indexOf('/', scheme < 0 ? 0 : scheme + 3) < 0;
    if (!bare && !path.endsWith("/")) {
      return url;
    }
    String file = name.substring(name.lastIndexOf('/') + 1);
    return path + (bare ? "/" : "") + DataPart.percentEncoded(file) + url.substring(end);
  }

  /**
   * That file.
   *
   * @throws CommandFailure when it cannot be read
   */
  static Path readable(String name) throws CommandFailure {
    try {
      Path path = Path.of(name);
      Files.newInputStream(path).close();
      return path;
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read " + name + ": " + Reasons.of(e), e);
    }
  }
}
