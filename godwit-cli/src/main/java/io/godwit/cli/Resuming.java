package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.StreamingResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a download goes on that has stopped ({@code -C}).
 *
 * @param offset how many bytes are there already; 0 begins anew
 * @param wanted whether it was asked for
 */
record Resuming(long offset, boolean wanted) {
  /**
   * As the option says.
   *
   * @param text an offset, or {@code -} for the size of the file; null for none
   * @param file where the content goes, if into a file
   */
  static Resuming of(@Nullable String text, Optional<Path> file) throws CommandFailure {
    if (text == null) {
      return new Resuming(0, false);
    }
    if (!text.equals("-")) {
      return new Resuming(Long.parseLong(text), true);
    }
    try {
      boolean there = file.isPresent() && Files.isRegularFile(file.get());
      return new Resuming(there ? Files.size(file.get()) : 0, true);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.READ, "cannot read " + file.get() + ": " + Reasons.of(e), e);
    }
  }

  /** Whether the file begins anew. */
  boolean begins() {
    return offset == 0;
  }

  /** Asks for what is missing (RFC 9110 section 14.2). */
  void addTo(CallBuilder call) {
    if (offset > 0) {
      call.header("Range", "bytes=" + offset + "-");
    }
  }

  /** Whether the answer means that nothing is missing. */
  boolean complete(StreamingResponse response) {
    return offset > 0 && response.status().code() == 416;
  }

  /**
   * Whether the response has content to add.
   *
   * @throws CommandFailure when it is not what is missing
   */
  boolean check(StreamingResponse response) throws CommandFailure {
    if (offset == 0) {
      return true;
    }
    if (complete(response)) {
      return false;
    }
    boolean goesOn =
        response.status().code() == 206
            && response.header("Content-Range").filter(this::beginsHere).isPresent();
    if (!goesOn) {
      throw new CommandFailure(
          ExitCode.RANGE, "the server cannot resume at " + offset + ": it answered " + response);
    }
    return true;
  }

  private boolean beginsHere(String range) {
    return range.strip().toLowerCase(java.util.Locale.ROOT).startsWith("bytes " + offset + "-");
  }
}
