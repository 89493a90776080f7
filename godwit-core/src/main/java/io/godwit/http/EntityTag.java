package io.godwit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 section 8.8.3): the name of one state of a resource. Immutable.
 *
 * <pre>{@code
 * EntityTag tag = EntityTag.strong("v7");
 * Response.text("seven").withHeader("ETag", tag.toString());  // "v7", with the quotes
 * }</pre>
 *
 * @param weak whether it only says that two representations are as good as each other, and not that
 *     they are the same byte for byte
 * @param text what stands between its quotes
 */
public record EntityTag(boolean weak, String text) {
  /**
   * Checks the text.
   *
   * @throws InvalidMessage when it has a quote, a blank, a control character, or one above U+00FF
   */
  public EntityTag {
    if (!text.chars().allMatch(EntityTag::isAllowed)) {
      throw new InvalidMessage("an entity tag cannot have the text " + Grammar.quoted(text));
    }
  }

  /**
   * A tag that no other content has.
   *
   * @throws InvalidMessage when the text is not allowed
   */
  public static EntityTag strong(String text) {
    return new EntityTag(false, text);
  }

  /**
   * A tag that content as good as this may have, too.
   *
   * @throws InvalidMessage when the text is not allowed
   */
  public static EntityTag weak(String text) {
    return new EntityTag(true, text);
  }

  /** The ETag of a response; empty when there is none, or it is malformed. */
  public static Optional<EntityTag> of(Headers response) {
    return response.first("ETag").flatMap(EntityTag::received);
  }

  /** The tag that was received, such as {@code W/"v7"}; empty when it is malformed. */
  public static Optional<EntityTag> received(String value) {
    boolean weak = value.startsWith("W/");
    int open = weak ? 2 : 0;
    int close = value.length() - 1;
    if (close <= open || value.charAt(open) != '"' || value.charAt(close) != '"') {
      return Optional.empty();
    }
    String text = value.substring(open + 1, close);
    return text.chars().allMatch(EntityTag::isAllowed)
        ? Optional.of(new EntityTag(weak, text))
        : Optional.empty();
  }

  /**
   * The tags of a list (section 5.6.1), such as an If-None-Match has one. What is malformed is left
   * out, up to the next comma.
   */
  public static List<EntityTag> list(String value) {
    List<EntityTag> tags = new ArrayList<>();
    int from = 0;
    while (from < value.length()) {
      int to = endOfElement(value, from);
      received(value.substring(from, to).strip()).ifPresent(tags::add);
      from = to + 1;
    }
    return tags;
  }

  /** The next comma, unless that is one within quotes which are closed. */
  private static int endOfElement(String value, int from) {
    int comma = indexOrEnd(value, ',', from);
    int open = indexOrEnd(value, '"', from);
    int close = indexOrEnd(value, '"', open + 1);
    return open < comma && close < value.length() ? indexOrEnd(value, ',', close) : comma;
  }

  private static int indexOrEnd(String value, char wanted, int from) {
    int index = value.indexOf(wanted, from);
    return index < 0 ? value.length() : index;
  }

  /** Whether both are strong and the same: for what must be the same byte for byte. */
  public boolean matchesStrongly(EntityTag other) {
    return !weak && equals(other);
  }

  /** Whether both are the same, weak or not: for what must be as good. */
  public boolean matchesWeakly(EntityTag other) {
    return text.equals(other.text);
  }

  /** The {@code etagc} of the grammar. */
  private static boolean isAllowed(int c) {
    return c > ' ' && c <= 0xFF && c != '"' && c != 0x7F;
  }

  /** The tag as it stands in a field. */
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + text + '"';
  }
}
