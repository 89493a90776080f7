package io.godwit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proxy says of a request in a {@code Forwarded} field (RFC 7239). Anybody can send the
 * field: an element is worth what the one is worth who has added it. Immutable.
 *
 * <pre>{@code
 * List<Forwarded> way = Forwarded.of(Headers.of("Forwarded", "for=192.0.2.43;proto=https"));
 * String client = way.getFirst().forNode().orElse("unknown");
 * }</pre>
 *
 * @param forNode who asked the proxy: an address, in brackets when it is of IPv6, with or without a
 *     port; {@code unknown}; or a name that begins with an underscore
 * @param byNode the interface of the proxy that was asked, in the same forms
 * @param host the Host field that the proxy received
 * @param proto the scheme by which it was asked
 */
public record Forwarded(
    Optional<String> forNode,
    Optional<String> byNode,
    Optional<String> host,
    Optional<String> proto) {

  /**
   * The elements of all {@code Forwarded} fields, in order: the last was added by the proxy that is
   * nearest. Where a field line is malformed, what stands in it and before it is left out, so that
   * whatever is there was understood without a doubt.
   */
  public static List<Forwarded> of(Headers headers) {
    List<Forwarded> all = new ArrayList<>();
    for (String line : headers.all("Forwarded")) {
      if (!new Line(line).read(all)) {
        all.clear();
      }
    }
    return List.copyOf(all);
  }

  /** One field line: elements with commas between them, of pairs with semicolons (section 4). */
  private static final class Line {
    private final FieldCursor cursor;

    Line(String text) {
      this.cursor = new FieldCursor(text);
    }

    /** Adds the elements; false when the line is malformed. */
    boolean read(List<Forwarded> to) {
      while (true) {
        cursor.skipBlanks();
        if (!cursor.atEnd() && !cursor.sees(',')) {
          Optional<Forwarded> element = element();
          if (element.isEmpty()) {
            return false;
          }
          to.add(element.get());
        }
        if (!cursor.skip(',')) {
          return true; // nothing else ends an element
        }
      }
    }

    /** Reads up to a comma or the end. */
    private Optional<Forwarded> element() {
      List<String> names = new ArrayList<>(4);
      List<String> values = new ArrayList<>(4);
      while (true) {
        if (!cursor.atEnd() && !cursor.sees(';') && !cursor.sees(',')) {
          String name = cursor.token().toLowerCase(Locale.ROOT);
          Optional<String> value =
              name.isEmpty() || !cursor.skip('=') ? Optional.empty() : cursor.value();
          if (value.isEmpty() || names.contains(name)) { // no parameter comes twice
            return Optional.empty();
          }
          names.add(name);
          values.add(value.get());
          cursor.skipBlanks();
        }
        if (cursor.atEnd() || cursor.sees(',')) {
          return Optional.of(
              new Forwarded(
                  of("for", names, values),
                  of("by", names, values),
                  of("host", names, values),
                  of("proto", names, values)));
        }
        if (!cursor.skip(';')) {
          return Optional.empty();
        }
        cursor.skipBlanks();
      }
    }

    private static Optional<String> of(String name, List<String> names, List<String> values) {
      int index = names.indexOf(name);
      return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }
  }
}
