package io.godwit.wire.h1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the tables. */
final class CaseFile {
  private static final List<String> FOR_SERVER =
      List.of("requests.cases", "requests-smuggling.cases", "requests-limits.cases");
  private static final List<String> FOR_CLIENT =
      List.of("responses.cases", "responses-smuggling.cases", "responses-limits.cases");

  private final String file;
  private final Case.Role role;
  private final List<String> lines;
  private int at;

  private CaseFile(String file, Case.Role role) {
    this.file = file;
    this.role = role;
    this.lines = text(file).lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** Every case of every table. */
  static List<Case> all() {
    return Tables.ALL;
  }

  /** The cases of one role. */
  static List<Case> of(Case.Role role) {
    return Tables.ALL.stream().filter(one -> one.role() == role).toList();
  }

  /** The tables, read once. */
  private static final class Tables {
    static final List<Case> ALL = readAll();

    private static List<Case> readAll() {
      List<Case> all = new ArrayList<>();
      FOR_SERVER.forEach(file -> all.addAll(new CaseFile(file, Case.Role.SERVER).read()));
      FOR_CLIENT.forEach(file -> all.addAll(new CaseFile(file, Case.Role.CLIENT).read()));
      Set<String> names = new HashSet<>();
      for (Case one : all) {
        if (!names.add(one.role() + one.name())) {
          throw new IllegalArgumentException("two cases are named " + one.name());
        }
      }
      return List.copyOf(all);
    }
  }

  private List<Case> read() {
    List<Case> cases = new ArrayList<>();
    while (at < lines.size()) {
      if (lines.get(at).isBlank()) {
        at++;
      } else {
        cases.add(one());
      }
    }
    return cases;
  }

  private Case one() {
    String name = after("=== ");
    Map<String, String> options = new LinkedHashMap<>();
    while (!lines.get(at).equals(">>>")) {
      String[] option = lines.get(at++).split(": ", 2);
      options.put(option[0], option[1]);
    }
    at++;
    StringBuilder input = new StringBuilder();
    boolean ends = false;
    boolean expires = false;
    for (; !lines.get(at).equals("<<<"); at++) {
      switch (lines.get(at)) {
        case "EOF" -> ends = true;
        case "EXPIRE" -> expires = true;
        default -> input.append(unescaped(repeated(lines.get(at))));
      }
    }
    at++;
    List<String> expected = new ArrayList<>();
    while (at < lines.size() && !lines.get(at).isBlank()) {
      String line = lines.get(at++);
      if (line.contains("{")) {
        expected.addAll(List.of(repeated(line).split("\\|")));
      } else {
        expected.add(line);
      }
    }
    return new Case(role, name, options, input.toString(), ends, expires, expected);
  }

  private String after(String prefix) {
    String line = lines.get(at++);
    if (!line.startsWith(prefix)) {
      throw new IllegalArgumentException(file + ": expected " + prefix + " and not " + line);
    }
    return line.substring(prefix.length());
  }

  /** Writes out <code>{5*text}</code>, the innermost first. */
  private static String repeated(String line) {
    for (int close = line.indexOf('}'); close >= 0; close = line.indexOf('}')) {
      int open = line.lastIndexOf('{', close);
      int star = line.indexOf('*', open);
      int times = Integer.parseInt(line.substring(open + 1, star));
      String many = line.substring(star + 1, close).repeat(times);
      line = line.substring(0, open) + many + line.substring(close + 1);
    }
    return line;
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = line.charAt(++i);
      switch (escape) {
        case 'r' -> text.append('\r');
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 's' -> text.append(' ');
        case '\\' -> text.append('\\');
        case 'x' -> {
          text.append((char) Integer.parseInt(line.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("no escape \\" + escape + " in " + line);
      }
    }
    return text.toString();
  }

  private static String text(String file) {
    try (InputStream in = CaseFile.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
