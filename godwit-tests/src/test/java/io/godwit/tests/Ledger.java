package io.godwit.tests;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import io.godwit.tests.ParsedSource.DeclaredType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ledger of features: the rows of {@code docs/rows.tsv}, each with the tests that show it.
 *
 * <p>The tests are found by their {@link Row} annotations in the sources of all modules, so the
 * ledger cannot claim what no test shows. It is written to {@code docs/ledger.md}.
 *
 * @param rows in the order of the file
 * @param shownBy the tests by the identifier of the row they show
 */
record Ledger(List<Entry> rows, Map<String, List<Shown>> shownBy) {
  /** The most rows one test may show. */
  static final int MOST_ROWS = 3;

  private static final Path DOCS = Checkout.ROOT.resolve("docs");

  /** Where the rows are written by hand. */
  static final Path ROWS = DOCS.resolve("rows.tsv");

  /** Where the ledger is generated. */
  static final Path PAGE = DOCS.resolve("ledger.md");

  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "FuzzTest");
  private static final Pattern IDENTIFIER = Pattern.compile("([A-Z])(\\d+)");
  private static final Pattern LINE =
      Pattern.compile("(?<id>[A-Z]\\d+)\t(?<feature>[^\t]+)\t(?<state>[^\t]+)\t(?<how>[^\t]+)");

  /** What became of a row. */
  enum State {
    /** Built, and shown by tests. */
    BUILT("built"),
    /** To be built by a later issue; the text says what is missing. */
    LATER("later"),
    /** Never: against an RFC, or impossible on a JVM; the text says which and why. */
    NEVER("never");

    private final String word;

    State(String word) {
      this.word = word;
    }

    static State of(String word) {
      for (State state : values()) {
        if (state.word.equals(word)) {
          return state;
        }
      }
      throw new IllegalArgumentException("docs/rows.tsv: no state is called " + word);
    }
  }

  /**
   * A line of {@code docs/rows.tsv}.
   *
   * @param how how Godwit does it, or why it does not
   */
  record Entry(String id, String feature, State state, String how) {
    static Entry of(String line) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException("docs/rows.tsv: not four columns: " + line);
      }
      State state = State.of(parts.group("state"));
      return new Entry(parts.group("id"), parts.group("feature"), state, parts.group("how"));
    }
  }

  /**
   * A method that carries {@link Row}.
   *
   * @param isTest whether it is run as a test
   */
  record Shown(Path file, String type, String method, List<String> rows, boolean isTest) {
    private String link() {
      String path = DOCS.relativize(file).toString().replace('\\', '/');
      return "[%s](%s) %s".formatted(type, path, method.replace('_', ' '));
    }
  }

  /** Reads rows and tests from the checkout. */
  static Ledger read() {
    List<Entry> rows =
        Checkout.read(ROWS).lines().filter(line -> !line.startsWith("#")).map(Entry::of).toList();
    Map<String, List<Shown>> shownBy = new TreeMap<>();
    for (Shown shown : annotated()) {
      for (String row : shown.rows()) {
        shownBy.computeIfAbsent(row, _ -> new ArrayList<>()).add(shown);
      }
    }
    return new Ledger(rows, shownBy);
  }

  /** All methods of the test sources that carry {@link Row}. */
  static List<Shown> annotated() {
    List<Path> files =
        Checkout.testSources().stream()
            .filter(file -> Checkout.read(file).contains("@Row("))
            .toList();
    List<Shown> all = new ArrayList<>();
    for (ParsedSource source : ParsedSource.parse(files)) {
      for (DeclaredType type : source.types()) {
        for (Tree member : type.tree().getMembers()) {
          if (member instanceof MethodTree method) {
            addIfAnnotated(source.file(), type, method, all);
          }
        }
      }
    }
    return all;
  }

  /** The page as it should be. */
  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The ledger of features

        What Godwit does of the features it set out to cover, how, and which tests show it. Generated from the `@Row`
        annotations of the tests and from [rows.tsv](rows.tsv); a test fails when this page is stale. To write it anew:

            mvn -pl :godwit-tests -am test -Dtest=LedgerTest -Dledger.write=true -Dsurefire.failIfNoSpecifiedTests=false

        | row | feature | how | shown by |
        |---|---|---|---|
        """);
    rows.stream()
        .sorted(Comparator.comparing(Entry::id, Ledger::compareIdentifiers))
        .forEach(row -> page.append(line(row)));
    return page.toString();
  }

  private String line(Entry row) {
    String shown =
        String.join(
            "<br>", shownBy.getOrDefault(row.id(), List.of()).stream().map(Shown::link).toList());
    String how =
        switch (row.state()) {
          case BUILT -> row.how();
          case LATER -> "*Not yet:* " + row.how();
          case NEVER -> "*Not built:* " + row.how();
        };
    return "| %s | %s | %s | %s |%n".formatted(row.id(), row.feature(), how, shown);
  }

  private static void addIfAnnotated(
      Path file, DeclaredType type, MethodTree method, List<Shown> into) {
    List<String> rows = new ArrayList<>();
    boolean isTest = false;
    boolean isDisabled = false;
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      String name = annotation.getAnnotationType().toString();
      if (name.equals("Row")) {
        annotation.getArguments().forEach(argument -> rows.addAll(texts(argument)));
      }
      isTest |= TESTS.contains(name);
      isDisabled |= name.equals("Disabled");
    }
    if (!rows.isEmpty()) {
      String methodName = method.getName().toString();
      into.add(new Shown(file, type.name(), methodName, List.copyOf(rows), isTest && !isDisabled));
    }
  }

  private static List<String> texts(ExpressionTree argument) {
    return switch (argument) {
      case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
      case AssignmentTree assignment -> texts(assignment.getExpression());
      case NewArrayTree array ->
          array.getInitializers().stream().flatMap(part -> texts(part).stream()).toList();
      default -> throw new IllegalArgumentException("@Row takes literals, not " + argument);
    };
  }

  /** H2 comes before H10. */
  private static int compareIdentifiers(String one, String other) {
    Matcher a = IDENTIFIER.matcher(one);
    Matcher b = IDENTIFIER.matcher(other);
    if (!a.matches() || !b.matches()) {
      return one.compareTo(other);
    }
    int letters = a.group(1).compareTo(b.group(1));
    return letters != 0
        ? letters
        : Integer.compare(Integer.parseInt(a.group(2)), Integer.parseInt(b.group(2)));
  }
}
