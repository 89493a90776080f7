package io.godwit.tests.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The chunked coding read a second way, from the grammar of RFC 9112 section 7.1, all at once and
 * without limits.
 *
 * @param content what the chunks hold
 * @param trailers the trailer section, with its line breaks
 * @param end where the body ends
 */
record PlainChunks(String content, String trailers, int end) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED =
      "\"(?:[\\t !#-\\[\\]-~\\x80-\\xFF]|\\\\[\\t -~\\x80-\\xFF])*+\"";
  private static final String BLANKS = "[ \\t]*+";
  private static final String VALUE = "(?:" + TOKEN + "|" + QUOTED + ")";

  /** The optional part is tried as a whole, so blanks behind a name belong to what follows. */
  private static final String EXTENSION =
      BLANKS + ";" + BLANKS + TOKEN + "(?:" + BLANKS + "=" + BLANKS + VALUE + ")?";

  private static final Pattern LINE =
      Pattern.compile("([0-9A-Fa-f]{1,16}+)(?:" + EXTENSION + ")*\\r\\n");
  private static final Pattern TRAILER =
      Pattern.compile("(" + TOKEN + "):[\\t -~\\x80-\\xFF]*+\\r\\n");

  /** The body at the start of the text, a character per byte; null if there is no whole one. */
  static @Nullable PlainChunks read(String text) {
    StringBuilder content = new StringBuilder();
    int at = 0;
    while (true) {
      Matcher line = LINE.matcher(text).region(at, text.length());
      if (!line.lookingAt()) {
        return null;
      }
      at = line.end();
      long size = Long.parseUnsignedLong(line.group(1), 16);
      if (size == 0) {
        return trailers(text, at, content.toString());
      }
      if (size < 0 || size > text.length() - at - 2 || !text.startsWith("\r\n", at + (int) size)) {
        return null;
      }
      content.append(text, at, at + (int) size);
      at += (int) size + 2;
    }
  }

  private static @Nullable PlainChunks trailers(String text, int from, String content) {
    int at = from;
    while (!text.startsWith("\r\n", at)) {
      Matcher trailer = TRAILER.matcher(text).region(at, text.length());
      if (!trailer.lookingAt()) {
        return null;
      }
      at = trailer.end();
    }
    return new PlainChunks(content, text.substring(from, at), at + 2);
  }
}
