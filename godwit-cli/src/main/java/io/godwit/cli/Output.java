package io.godwit.cli;

import java.nio.file.Path;

/** Where the content of one response goes. */
sealed interface Output {
  /** To standard output. */
  record Standard() implements Output {}

  /** Into that file ({@code -o}). */
  record Named(Path path) implements Output {}

  /** Into a file of the working directory that is called as the URL ends ({@code -O}). */
  record Remote() implements Output {}
}
