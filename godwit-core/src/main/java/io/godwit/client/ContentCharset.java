package io.godwit.client;

import io.godwit.http.MediaType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
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
    int length = content.readNBytes(start, 0, start.length);
    ContentCharset found = of(type, start, length);
    PushbackInputStream all = new PushbackInputStream(content, LONGEST_MARK);
    all.unread(start, found.mark, length - found.mark);
    return new BufferedReader(new InputStreamReader(all, found.charset));
  }
}
