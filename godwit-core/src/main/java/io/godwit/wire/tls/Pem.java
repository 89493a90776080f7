package io.godwit.wire.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One block of a PEM text (RFC 7468): a certificate, a key, in base64 between two lines that name
 * it. Whatever stands between blocks is for people and passed over.
 *
 * <pre>{@code
 * for (Pem block : Pem.parse(Files.readString(Path.of("company.pem")))) {
 *   log(block.label()); // CERTIFICATE, PRIVATE KEY
 * }
 * }</pre>
 *
 * <p>Immutable, as long as nobody writes to {@link #content}.
 */
public final class Pem {
  /** No text is longer. All authorities of a system take a quarter of a million characters. */
  public static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  /** No text has more blocks. */
  public static final int MOST_BLOCKS = 10_000;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String RULE = "-----";
  private static final String DEK_INFO = "DEK-Info:";

  private final String label;
  private final Optional<String> dekInfo;
  private final byte[] content;

  private Pem(String label, Optional<String> dekInfo, byte[] content) {
    this.label = label;
    this.dekInfo = dekInfo;
    this.content = content;
  }

  /**
   * The blocks of a text, in order; none when it has none. White space is tolerated as RFC 7468
   * section 2 lets a lax parser.
   *
   * @throws IllegalArgumentException when a block does not end or is no base64, or there is more
   *     than the limits allow; the message names the line and shows nothing of the content
   */
  public static List<Pem> parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a PEM text of "
              + text.length()
              + " characters, and "
              + MOST_CHARACTERS
              + " are allowed");
    }
    List<Pem> blocks = new ArrayList<>();
    Reading block = null;
    int number = 0;
    for (String whole : (Iterable<String>) text.lines()::iterator) {
      String line = whole.strip();
      number++;
      if (block == null) {
        block = Reading.begun(line, number);
      } else if (block.endsWith(line)) {
        if (blocks.size() == MOST_BLOCKS) {
          throw new IllegalArgumentException("more than " + MOST_BLOCKS + " PEM blocks");
        }
        blocks.add(block.ended());
        block = null;
      } else {
        block.take(line, number);
      }
    }
    if (block != null) {
      throw block.malformed("does not end");
    }
    return List.copyOf(blocks);
  }

  /** What it says it is. */
  public String label() {
    return label;
  }

  /**
   * How OpenSSL's traditional format has encrypted the content (RFC 1421 section 4.6.1.3), such as
   * {@code AES-256-CBC,5D43...}; empty when it has not.
   */
  public Optional<String> dekInfo() {
    return dekInfo;
  }

  /** The bytes, nearly always DER; not copied. */
  public byte[] content() {
    return content;
  }

  /** The label and the size: the content may be secret. */
  @Override
  public String toString() {
    return label + " of " + content.length + " bytes";
  }

  /** A block whose end was not seen yet. */
  private static final class Reading {
    private final String label;
    private final int first;
    private final StringBuilder base64 = new StringBuilder();
    private Optional<String> dekInfo = Optional.empty();

    /** Header fields may stand before the content, and an empty line ends them (RFC 1421). */
    private boolean inFields;

    private Reading(String label, int first) {
      this.label = label;
      this.first = first;
    }

    static @Nullable Reading begun(String line, int number) {
      int label = line.length() - BEGIN.length() - RULE.length();
      return label >= 0 && line.startsWith(BEGIN) && line.endsWith(RULE)
          ? new Reading(line.substring(BEGIN.length(), BEGIN.length() + label), number)
          : null;
    }

    boolean endsWith(String line) {
      return line.equals(END + label + RULE);
    }

    void take(String line, int number) {
      if (line.startsWith(RULE)) {
        throw malformed("does not end before line " + number);
      }
      if (line.indexOf(':') >= 0 && base64.isEmpty()) {
        inFields = true;
        if (line.startsWith(DEK_INFO)) {
          dekInfo = Optional.of(line.substring(DEK_INFO.length()).strip());
        }
      } else if (line.isEmpty()) {
        inFields = false;
      } else if (!inFields) { // otherwise a field that goes on in a further line
        base64.append(line);
      }
    }

    Pem ended() {
      try {
        return new Pem(label, dekInfo, Base64.getDecoder().decode(base64.toString()));
      } catch (IllegalArgumentException e) {
        throw malformed("is no base64"); // what the decoder says would show a part of it
      }
    }

    IllegalArgumentException malformed(String what) {
      return new IllegalArgumentException(
          "the PEM block that begins in line " + first + " " + what);
    }
  }
}
