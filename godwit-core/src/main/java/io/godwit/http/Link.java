package io.godwit.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A link that a message has in its Link field (RFC 8288). Immutable.
 *
 * <pre>{@code
 * Optional<Uri> next = client.get(url).send().link("next");
 * }</pre>
 *
 * @param target what it leads to, absolute
 * @param relations what the target is to this resource, in lower case: {@code next}, {@code last};
 *     may be none
 * @param attributes the other parameters, by name in lower case; of two with one name the first
 */
public record Link(Uri target, List<String> relations, SequencedMap<String, String> attributes) {
  /** Copies the collections. */
  public Link {
    relations = List.copyOf(relations);
    attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
  }

  /**
   * The links of a message, in order. One that cannot be understood is left out, and so is one
   * whose context is another resource ({@code anchor}).
   *
   * @param base what relative targets are relative to
   */
  public static List<Link> received(Headers headers, Uri base) {
    List<Link> links = new ArrayList<>();
    for (String value : headers.all("Link")) {
      new Reader(value, base).readInto(links);
    }
    return List.copyOf(links);
  }

  /** Whether the target is that to this resource; letters are compared without their case. */
  public boolean is(String relation) {
    return relations.contains(relation.toLowerCase(Locale.ROOT));
  }

  /** Reads one field, as RFC 8288 appendix B.2 does. */
  private static final class Reader {
    private final String text;
    private final Uri base;
    private int at;

    Reader(String text, Uri base) {
      this.text = text;
      this.base = base;
    }

    void readInto(List<Link> links) {
      while (at < text.length()) {
        skip(" \t,");
        if (at < text.length() && text.charAt(at) == '<') {
          link().ifPresent(links::add);
        }
        skipToComma();
      }
    }

    private Optional<Link> link() {
      int end = text.indexOf('>', at);
      if (end < 0) {
        at = text.length();
        return Optional.empty();
      }
      String reference = text.substring(at + 1, end);
      at = end + 1;
      SequencedMap<String, String> parameters = parameters();
      String relations = parameters.remove("rel");
      if (parameters.containsKey("anchor")) {
        return Optional.empty();
      }
      try {
        Uri target = base.resolve(reference);
        return Optional.of(new Link(target, words(relations), parameters));
      } catch (InvalidUri e) {
        return Optional.empty();
      }
    }

    private static List<String> words(@Nullable String relations) {
      return relations == null || relations.isBlank()
          ? List.of()
          : List.of(relations.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    private SequencedMap<String, String> parameters() {
      SequencedMap<String, String> parameters = new LinkedHashMap<>();
      skip(" \t");
      while (at < text.length() && text.charAt(at) == ';') {
        at++;
        skip(" \t;");
        String name = until(" \t=;,").toLowerCase(Locale.ROOT);
        skip(" \t");
        String value = "";
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skip(" \t");
          value = at < text.length() && text.charAt(at) == '"' ? quoted() : until(" \t;,");
        }
        if (!name.isEmpty()) {
          parameters.putIfAbsent(name, value);
        }
        skip(" \t");
      }
      return parameters;
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at++;
      return value.toString();
    }

    private String until(String ends) {
      int from = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    private void skip(String blanks) {
      while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private void skipToComma() {
      while (at < text.length() && text.charAt(at) != ',') {
        at++;
      }
    }
  }
}
