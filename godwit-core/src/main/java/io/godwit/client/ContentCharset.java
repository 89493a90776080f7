package io.godwit.client;

import io.godwit.http.MediaType;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * In which charset content is text: as its media type says; else as its byte order mark says; else
 * in UTF-8. A byte order mark is not part of the text.
 *
 * @param charset of the text
 * @param mark how many bytes the byte order mark has, 0 when there is none
 */
record ContentCharset(Charset charset, int mark) {
  private static final int LONGEST_MARK = 3;

  static ContentCharset of(Optional<MediaType> type, byte[] start, int length) {
    Optional<Charset> declared = type.flatMap(MediaType::charset);
    ContentCharset marked = marked(start, length);
    if (declared.isEmpty()) {
      return marked;
    }
    boolean same = marked.charset.equals(declared.get());
    return new ContentCharset(declared.get(), same ? marked.mark : 0);
  }

  private static ContentCharset marked(byte[] start, int length) {
    int first = length < 2 ? 0 : ((start[0] & 0xFF) << 8) | (start[1] & 0xFF);
    return switch (first) {
      case 0xFEFF -> new ContentCharset(StandardCharsets.UTF_16BE, 2);
      case 0xFFFE -> new ContentCharset(StandardCharsets.UTF_16LE, 2);
      case 0xEFBB ->
          new ContentCharset(
              StandardCharsets.UTF_8, length >= 3 && (start[2] & 0xFF) == 0xBF ? 3 : 0);
      default -> new ContentCharset(StandardCharsets.UTF_8, 0);
    };
  }

  /** All of the content as text. Malformed input becomes U+FFFD. */
  static String text(Optional<MediaType> type, byte[] content) {
    ContentCharset found = of(type, content, content.length);
    return new String(content, found.mark, content.length - found.mark, found.charset);
  }

  /** The content as text while it arrives. Malformed input becomes U+FFFD. */
  static Reader reader(Optional<MediaType> type, InputStream content) throws IOException {
    byte[] start = new byte[LONGEST_MARK];
    int length = 0;
    for (boolean more = true; more && length < LONGEST_MARK && mayBeMark(start, length); ) {
      int count = content.read(start, length, 1);
      more = count > 0;
      length += Math.max(count, 0);
    }
    ContentCharset found = of(type, start, length);
    InputStream first = new ByteArrayInputStream(start, found.mark, length - found.mark);
    InputStream all = new SequenceInputStream(first, content); // which waits for neither to fill up
    return new BufferedReader(new InputStreamReader(all, found.charset));
  }

  /** Whether what follows can still make it a mark; otherwise nobody is to wait for it. */
  private static boolean mayBeMark(byte[] start, int length) {
    return switch (length) {
      case 0 -> true;
      case 1 -> start[0] == (byte) 0xEF || start[0] == (byte) 0xFE || start[0] == (byte) 0xFF;
      default -> start[0] == (byte) 0xEF && start[1] == (byte) 0xBB;
    };
  }
}
