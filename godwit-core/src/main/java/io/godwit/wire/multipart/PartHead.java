package io.godwit.wire.multipart;

import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a received part. Immutable.
 *
 * @param headers its fields as received
 * @param name the name of the field, empty for none; whatever the sender wrote
 * @param filename what the sender calls the content: raw, and so perhaps a path, a device or
 *     nothing; see {@link #safeFilename()}
 */
public record PartHead(Headers headers, String name, Optional<String> filename) {
  private static final int LONGEST = 80;

  /** Names that are devices in a folder of Windows, whatever their ending. */
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

  /** The type of the content, when the part says it. */
  public Optional<MediaType> type() {
    return headers.first("Content-Type").flatMap(MediaType::received);
  }

  /**
   * The file name as one that can be given to a file in a folder, on any usual system: what stands
   * behind the last slash or backslash, without control and other forbidden characters, dots at its
   * beginning and dots and blanks at its end, not a device's, and at most 80 characters (the last,
   * for the sake of the ending). Empty when there is no file name, or nothing is left of it. Other
   * parts may have the same.
   */
  public Optional<String> safeFilename() {
    return filename.map(PartHead::cleaned).filter(name -> !name.isEmpty());
  }

  private static String cleaned(String raw) {
    String last = raw.substring(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
    StringBuilder clean = new StringBuilder(last.length());
    last.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .forEach(c -> clean.appendCodePoint(isForbidden(c) ? '_' : c));
    int start = Math.max(0, clean.length() - LONGEST);
    if (start > 0 && Character.isLowSurrogate(clean.charAt(start))) {
      start++;
    }
    int end = clean.length();
    while (end > start && isDotOrBlank(clean.charAt(end - 1))) {
      end--;
    }
    while (start < end && isDotOrBlank(clean.charAt(start))) {
      start++;
    }
    String name = clean.substring(start, end);
    return isDevice(name) ? "_" + name : name;
  }

  private static boolean isForbidden(int c) {
    return "<>:\"|?*".indexOf(c) >= 0 || (c >= 0xD800 && c <= 0xDFFF);
  }

  private static boolean isDotOrBlank(char c) {
    return c == '.' || Character.isWhitespace(c);
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    boolean port =
        stem.length() == 4
            && (stem.startsWith("com") || stem.startsWith("lpt"))
            && "0123456789\u00B9\u00B2\u00B3".indexOf(stem.charAt(3)) >= 0;
    return port || DEVICES.contains(stem);
  }
}
