package io.godwit.wire.multipart;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure.LimitExceeded;
import io.godwit.http.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the field lines of a part, and the names among them (RFC 7578 section 4.2). */
final class PartHeadReader {
  /** What changes nothing (RFC 2045 section 6.2); others are forbidden (RFC 7578 section 4.7). */
  private static final List<String> IDENTITIES = List.of("7bit", "8bit", "binary");

  private final boolean form;
  private final MultipartLimits limits;

  /** A reader of parts, which need a name in a form. */
  PartHeadReader(boolean form, MultipartLimits limits) {
    this.form = form;
    this.limits = limits;
  }

  /** Reads lines that each end with a line break. */
  PartHead read(byte[] bytes, int from, int to) throws BrokenMultipart, LimitExceeded {
    byte[] block = Arrays.copyOfRange(bytes, from, to);
    int[] index = new int[4 * Headers.STRIDE];
    int count = 0;
    for (int at = 0; at < block.length; ) {
      if (count == limits.fields()) {
        throw new LimitExceeded("fields of a part", limits.fields(), Sent.YES);
      }
      if ((count + 1) * Headers.STRIDE > index.length) {
        index = Arrays.copyOf(index, 2 * index.length);
      }
      at = line(block, at, index, count++ * Headers.STRIDE);
    }
    return named(Headers.received(block, index, count));
  }

  /** Reads a line into the index and returns where the next begins. */
  private static int line(byte[] block, int from, int[] index, int into) throws BrokenMultipart {
    int colon = from;
    while (Grammar.isTokenChar(block[colon])) {
      colon++;
    }
    if (colon == from || block[colon] != ':') {
      throw new BrokenMultipart("a line in the head of a part is not a field");
    }
    int end = colon + 1;
    while (block[end] != '\r' && Grammar.isFieldChar(block[end] & 0xFF)) {
      end++;
    }
    if (block[end] != '\r' || block[end + 1] != '\n') {
      throw new BrokenMultipart("a field of a part has a control character");
    }
    int start = colon + 1;
    int stop = end;
    while (start < stop && Grammar.isBlank(block[start])) {
      start++;
    }
    while (stop > start && Grammar.isBlank(block[stop - 1])) {
      stop--;
    }
    index[into] = from;
    index[into + 1] = colon;
    index[into + 2] = start;
    index[into + 3] = stop;
    return end + 2;
  }

  private PartHead named(Headers headers) throws BrokenMultipart, LimitExceeded {
    for (String once :
        new String[] {"Content-Disposition", "Content-Type", "Content-Transfer-Encoding"}) {
      if (headers.all(once).size() > 1) {
        throw new BrokenMultipart("a part has more than one field " + once);
      }
    }
    String encoding = headers.first("Content-Transfer-Encoding").orElse("binary");
    if (!IDENTITIES.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw new BrokenMultipart(
          "a part has a Content-Transfer-Encoding, which HTTP has no need of");
    }
    Optional<String> disposition = headers.first("Content-Disposition");
    if (disposition.isEmpty()) {
      return nameless(headers, Optional.empty());
    }
    Disposition read = new Disposition(disposition.get());
    Optional<String> filename = Optional.ofNullable(read.filename);
    String name = read.name;
    requireShort(name);
    requireShort(read.filename);
    return name == null || (form && !read.type.equalsIgnoreCase("form-data"))
        ? nameless(headers, filename)
        : new PartHead(headers, name, filename);
  }

  private PartHead nameless(Headers headers, Optional<String> filename) throws BrokenMultipart {
    if (form) {
      throw new BrokenMultipart("a part of the form has no name");
    }
    return new PartHead(headers, "", filename);
  }

  private void requireShort(@Nullable String name) throws LimitExceeded {
    if (name != null && name.length() > limits.name()) {
      throw new LimitExceeded("the name of a part", limits.name(), Sent.YES);
    }
  }

  /**
   * {@code form-data; name="..."; filename="..."}. Browsers write UTF-8 between the quotes, and
   * {@code %22} for a quotation mark, which is left as it is: a percent sign is written as well. A
   * backslash escapes a quotation mark or another backslash and is itself before anything else,
   * since some have written whole paths. {@code filename*} is not for forms (RFC 7578 section 4.2).
   */
  private static final class Disposition {
    private final String text;
    private final String type;
    private int at;
    private @Nullable String name;
    private @Nullable String filename;

    Disposition(String latin1) throws BrokenMultipart {
      text = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      type = token();
      if (type.isEmpty()) {
        throw malformed();
      }
      skipBlanks();
      while (at < text.length()) {
        parameter();
        skipBlanks();
      }
    }

    private void parameter() throws BrokenMultipart {
      require(';');
      skipBlanks();
      if (at == text.length()) {
        return; // a semicolon at the end
      }
      String parameter = token().toLowerCase(Locale.ROOT);
      require('=');
      String value = value();
      if (parameter.equals("name")) {
        name = onlyOne(name, value);
      } else if (parameter.equals("filename")) {
        filename = onlyOne(filename, value);
      }
    }

    private static String onlyOne(@Nullable String before, String value) throws BrokenMultipart {
      if (before != null) {
        throw new BrokenMultipart("a part has two names");
      }
      return value;
    }

    private String value() throws BrokenMultipart {
      if (at == text.length() || text.charAt(at) != '"') {
        String token = token();
        if (token.isEmpty()) {
          throw malformed();
        }
        return token;
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        boolean escape = c == '\\' && at + 1 < text.length();
        if (escape && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\')) {
          c = text.charAt(++at);
        }
        value.append(c);
      }
      throw malformed();
    }

    private String token() {
      int start = at;
      while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private void require(char c) throws BrokenMultipart {
      if (at == text.length() || text.charAt(at) != c) {
        throw malformed();
      }
      at++;
    }

    private void skipBlanks() {
      while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
        at++;
      }
    }

    private static BrokenMultipart malformed() {
      return new BrokenMultipart("the Content-Disposition of a part is malformed");
    }
  }
}
