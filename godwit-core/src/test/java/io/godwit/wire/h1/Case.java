package io.godwit.wire.h1;

import io.godwit.http.Limits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of a table: bytes that a peer sends, and the events they must become.
 *
 * <p>The tables are the {@code .cases} files beside this class; their first lines say how a case is
 * written.
 *
 * @param options the lines {@code name: value} between the name and the bytes
 * @param input what the peer sends, a character for each byte
 * @param ends whether the peer ends its side after that
 * @param expires whether the driver's deadline runs out after that
 * @param expected the events, a line each, as {@link EventLog} writes them
 */
record Case(
    Role role,
    String name,
    Map<String, String> options,
    String input,
    boolean ends,
    boolean expires,
    List<String> expected) {

  /** Which end of the connection is tested. */
  enum Role {
    CLIENT,
    SERVER
  }

  private static final Set<String> OPTIONS =
      Set.of("answers", "tolerate", "limits", "requests", "respond");

  Case {
    if (!OPTIONS.containsAll(options.keySet())) {
      throw new IllegalArgumentException(name + ": unknown option among " + options.keySet());
    }
  }

  /** The rules of the peer that are tolerated in this case, apart from what is so by default. */
  H1Settings settings() {
    H1Settings settings = role == Role.CLIENT ? H1Settings.client() : H1Settings.server();
    if (options.containsKey("tolerate")) {
      Set<H1Violation> tolerated = EnumSet.noneOf(H1Violation.class);
      words("tolerate").forEach(word -> tolerated.add(H1Violation.valueOf(word)));
      settings = settings.tolerating(tolerated);
    }
    return settings.withLimits(limits());
  }

  /** The vulnerabilities in other products that this case answers. */
  List<String> answers() {
    return words("answers");
  }

  /** Client: the requests that are sent before the input, as {@code GET /}. */
  List<String> requests() {
    return options.containsKey("requests") ? words("requests") : List.of("GET /");
  }

  /** Server: whether each request is answered when it has ended, with 200 and no content. */
  boolean responds() {
    return options.containsKey("respond");
  }

  /** The rule that the last line says is broken, if it says so. */
  List<H1Violation> violation() {
    String last = expected.getLast();
    return last.startsWith("violated ")
        ? List.of(H1Violation.valueOf(last.split(" ", -1)[1]))
        : List.of();
  }

  /** The same with more bytes behind. */
  Case followedBy(String more) {
    return new Case(role, name, options, input + more, ends, expires, expected);
  }

  @Override
  public String toString() {
    return name;
  }

  private List<String> words(String option) {
    List<String> words = new ArrayList<>();
    for (String word : options.getOrDefault(option, "").split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  private Limits limits() {
    Limits limits = Limits.defaults();
    for (String word : words("limits")) {
      String[] parts = word.split("=", -1);
      int value = Integer.parseInt(parts[1]);
      limits =
          switch (parts[0]) {
            case "startLine" -> limits.withStartLine(value);
            case "headerSection" -> limits.withHeaderSection(value);
            case "fields" -> limits.withFields(value);
            case "trailerSection" -> limits.withTrailerSection(value);
            case "chunkLine" -> limits.withChunkLine(value);
            case "interim" -> limits.withInterim(value);
            default -> throw new IllegalArgumentException(name + ": no limit " + parts[0]);
          };
    }
    return limits;
  }
}
