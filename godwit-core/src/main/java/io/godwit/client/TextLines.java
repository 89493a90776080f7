package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Sent;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** The lines of a text without their ends: LF, CR LF or CR. */
final class TextLines extends Spliterators.AbstractSpliterator<String> {
  /** The most characters of a line: a text without line ends must not fill the memory. */
  static final int LONGEST = 1024 * 1024;

  private final Reader text;
  private final StringBuilder line = new StringBuilder();
  private boolean afterReturn;

  TextLines(Reader text) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.text = text;
  }

  @Override
  public boolean tryAdvance(Consumer<? super String> action) {
    try {
      boolean ended = !readLine();
      if (ended && line.isEmpty()) {
        return false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String whole = line.toString();
    line.setLength(0);
    action.accept(whole);
    return true;
  }

  /** False when the text has ended instead of the line. */
  private boolean readLine() throws IOException {
    for (int c = text.read(); c >= 0; c = text.read()) {
      boolean second = afterReturn && c == '\n';
      afterReturn = c == '\r';
      if (second) {
        continue; // the line has ended already
      }
      if (c == '\n' || c == '\r') {
        return true;
      }
      if (line.length() == LONGEST) {
        throw new HttpFailure.LimitExceeded("line", LONGEST, Sent.YES);
      }
      line.append((char) c);
    }
    return false;
  }
}
