package io.godwit.wire.multipart;

/**
 * What multipart content may cost before it is refused. All sizes are in bytes. Immutable.
 *
 * <pre>{@code
 * MultipartLimits limits = MultipartLimits.defaults().withParts(20).withTotal(100L << 20);
 * }</pre>
 *
 * @param parts how many there may be
 * @param head the field lines of one part with their line breaks; the content before the first
 *     boundary may be as long
 * @param fields how many field lines a part may have
 * @param name the name of a part, or its file name, in characters
 * @param part the content of one part
 * @param total all of it, boundaries and heads included
 * @param memory the content of parts that is collected in memory, in all; what is more goes to
 *     files. Nothing to the parser, which collects none
 */
public record MultipartLimits(
    int parts, int head, int fields, int name, long part, long total, int memory) {
  private static final MultipartLimits DEFAULTS =
      new MultipartLimits(1_000, 8 * 1024, 32, 1024, 256L << 20, 256L << 20, 1 << 20);

  /**
   * Checks that each limit is at least one.
   *
   * @throws IllegalArgumentException when one is not
   */
  public MultipartLimits {
    require("parts", parts);
    require("head", head);
    require("fields", fields);
    require("name", name);
    require("part", part);
    require("total", total);
    require("memory", memory);
  }

  private static void require(String name, long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + name + " is " + limit + ", below 1");
    }
  }

  /**
   * 1,000 parts, heads of 8 KiB with 32 fields, names of 1,024 characters, 256 MiB for a part and
   * for all, 1 MiB in memory.
   */
  public static MultipartLimits defaults() {
    return DEFAULTS;
  }

  /** A copy with another limit for the number of parts. */
  public MultipartLimits withParts(int count) {
    return new MultipartLimits(count, head, fields, name, part, total, memory);
  }

  /** A copy with another limit for the head of a part. */
  public MultipartLimits withHead(int bytes) {
    return new MultipartLimits(parts, bytes, fields, name, part, total, memory);
  }

  /** A copy with another limit for the number of fields of a part. */
  public MultipartLimits withFields(int count) {
    return new MultipartLimits(parts, head, count, name, part, total, memory);
  }

  /** A copy with another limit for names. */
  public MultipartLimits withName(int characters) {
    return new MultipartLimits(parts, head, fields, characters, part, total, memory);
  }

  /** A copy with another limit for the content of a part. */
  public MultipartLimits withPart(long bytes) {
    return new MultipartLimits(parts, head, fields, name, bytes, total, memory);
  }

  /** A copy with another limit for all of it. */
  public MultipartLimits withTotal(long bytes) {
    return new MultipartLimits(parts, head, fields, name, part, bytes, memory);
  }

  /** A copy with another limit for what is collected in memory. */
  public MultipartLimits withMemory(int bytes) {
    return new MultipartLimits(parts, head, fields, name, part, total, bytes);
  }
}
