package io.godwit.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of Java that documentation shows.
 *
 * @param file where it stands
 * @param number its number in that file, from 1
 * @param line the line of the file that it begins on, from 1
 * @param imports what it may use by its simple name because of where it stands
 * @param code its lines
 */
record Example(Path file, int number, int line, List<String> imports, List<String> code) {
  /** A fenced block of Markdown that says it is Java. */
  private static final Pattern FENCED = Pattern.compile("(?ms)^```java *\n(.*?)^``` *$");

  /** A block of Javadoc, on lines of its own; the asterisks are still there. */
  private static final Pattern JAVADOC = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n[ *]*}</pre>");

  private static final Pattern ASTERISK = Pattern.compile("^ *\\* ?");

  /** Those of a document in Markdown. */
  static List<Example> inMarkdown(Path file, String text) {
    return find(FENCED, file, List.of(), text);
  }

  /**
   * Those in the documentation comments of a source. They see its package and what its public types
   * declare.
   */
  static List<Example> inJavadoc(ParsedSource source, String text) {
    List<String> imports = new ArrayList<>();
    imports.add(source.packageName() + ".*");
    for (ParsedSource.DeclaredType type : source.types()) {
      if (type.visible()) {
        imports.add(source.packageName() + '.' + type.name() + ".*");
      }
    }
    return find(JAVADOC, source.file(), imports, text).stream()
        .map(Example::withoutAsterisks)
        .toList();
  }

  /** Where one of its lines is: {@code Uri.java: example 1, line 2 (line 11 of the file)}. */
  String place(long lineOfCode) {
    return "%s: example %d, line %d (line %d of the file)"
        .formatted(file.getFileName(), number, lineOfCode, line + lineOfCode - 1);
  }

  private Example withoutAsterisks() {
    List<String> bare = code.stream().map(at -> ASTERISK.matcher(at).replaceFirst("")).toList();
    return new Example(file, number, line, imports, bare);
  }

  private static List<Example> find(Pattern pattern, Path file, List<String> imports, String text) {
    List<Example> found = new ArrayList<>();
    for (Matcher block = pattern.matcher(text); block.find(); ) {
      int line = 1 + (int) text.substring(0, block.start(1)).lines().count();
      List<String> code = block.group(1).lines().toList();
      found.add(new Example(file, found.size() + 1, line, imports, code));
    }
    return found;
  }
}
