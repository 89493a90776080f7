package io.godwit.http;

/**
 * What a message may cost before it is refused. All sizes are in bytes and count what is on the
 * wire. Immutable.
 *
 * <pre>{@code
 * Limits limits = Limits.defaults().withFields(100).withBody(1_000_000);
 * }</pre>
 *
 * @param startLine the request line or status line with its line break (RFC 9112 section 3 asks for
 *     at least 8,000)
 * @param headerSection the header section: field lines with their line breaks, and the empty line
 * @param fields lines in a header or trailer section
 * @param trailerSection the trailer section of a chunked body
 * @param chunkLine one chunk-size line with its extensions and its line break
 * @param interim interim responses before the final one
 * @param body the content of a message that is collected in memory
 */
public record Limits(
    int startLine,
    int headerSection,
    int fields,
    int trailerSection,
    int chunkLine,
    int interim,
    long body) {
  private static final Limits DEFAULTS =
      new Limits(8 * 1024, 64 * 1024, 200, 16 * 1024, 4 * 1024, 16, 64L * 1024 * 1024);

  /**
   * Checks that each limit is at least one, and that of the start line 16, which is the shortest.
   *
   * @throws IllegalArgumentException when one is not
   */
  public Limits {
    require("startLine", startLine, 16);
    require("headerSection", headerSection, 1);
    require("fields", fields, 1);
    require("trailerSection", trailerSection, 1);
    require("chunkLine", chunkLine, 1);
    require("interim", interim, 1);
    require("body", body, 1);
  }

  private static void require(String name, long limit, int least) {
    if (limit < least) {
      throw new IllegalArgumentException("limit " + name + " is " + limit + ", below " + least);
    }
  }

  /**
   * Start line 8 KiB, header section 64 KiB, 200 fields, trailer section 16 KiB, chunk line 4 KiB,
   * 16 interim responses, body 64 MiB.
   */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** A copy with another limit for the start line. */
  public Limits withStartLine(int bytes) {
    return new Limits(bytes, headerSection, fields, trailerSection, chunkLine, interim, body);
  }

  /** A copy with another limit for the header section. */
  public Limits withHeaderSection(int bytes) {
    return new Limits(startLine, bytes, fields, trailerSection, chunkLine, interim, body);
  }

  /** A copy with another limit for the number of fields. */
  public Limits withFields(int count) {
    return new Limits(startLine, headerSection, count, trailerSection, chunkLine, interim, body);
  }

  /** A copy with another limit for the trailer section. */
  public Limits withTrailerSection(int bytes) {
    return new Limits(startLine, headerSection, fields, bytes, chunkLine, interim, body);
  }

  /** A copy with another limit for a chunk-size line. */
  public Limits withChunkLine(int bytes) {
    return new Limits(startLine, headerSection, fields, trailerSection, bytes, interim, body);
  }

  /** A copy with another limit for the number of interim responses. */
  public Limits withInterim(int count) {
    return new Limits(startLine, headerSection, fields, trailerSection, chunkLine, count, body);
  }

  /** A copy with another limit for collected content. */
  public Limits withBody(long bytes) {
    return new Limits(startLine, headerSection, fields, trailerSection, chunkLine, interim, bytes);
  }
}
