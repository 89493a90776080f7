package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the right column of the tables of docs/migrating.md. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class MigratingTest {
  private static final Path GUIDE = Checkout.ROOT.resolve("docs").resolve("migrating.md");

  /** The last cell of a row, when it is code. */
  private static final Pattern ROW = Pattern.compile("\\|.*\\| `([^`]+)` \\|");

  private static final List<String> PACKAGES =
      List.of("java.io", "java.nio.file", "java.time", "java.util");

  @TempDir Path folder;

  private record Cell(int line, String code) {}

  private static List<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    List<String> lines = Files.readAllLines(GUIDE);
    for (int i = 0; i < lines.size(); i++) {
      Matcher row = ROW.matcher(lines.get(i));
      if (row.matches()) {
        cells.add(new Cell(i + 1, row.group(1)));
      }
    }
    return cells;
  }

  @Test
  void every_cell_compiles_and_runs() throws Exception {
    List<Cell> cells = cells();
    assertThat(cells).hasSizeGreaterThan(150);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    assertThat(compile(cells, classes)).isEmpty();
    List<String> failures = new ArrayList<>();
    try (NewHome home = new NewHome(Files.createDirectory(folder.resolve("home")));
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, MigratingTest.class.getClassLoader())) {
      for (Cell cell : cells) {
        Files.deleteIfExists(home.target);
        try {
          loader
              .loadClass("moving.Cell" + cell.line())
              .getMethod("run", NewHome.class)
              .invoke(null, home);
        } catch (InvocationTargetException e) {
          failures.add("line " + cell.line() + ": " + cell.code() + ": " + e.getCause());
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /** What is left out is said in words: no cell of code is passed over. */
  @Test
  void a_row_ends_in_code_or_says_why_not() throws IOException {
    assertThat(Files.readAllLines(GUIDE))
        .filteredOn(line -> line.startsWith("| ") && !ROW.matcher(line).matches())
        .allSatisfy(line -> assertThat(line).matches(".*\\| (Godwit|not yet|not Java: .*) \\|"));
  }

  private static List<String> compile(List<Cell> cells, Path into) {
    DiagnosticCollector<JavaFileObject> heard = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xmaxerrs",
            "10000",
            "-d",
            into.toString(),
            "-classpath",
            Objects.requireNonNull(System.getProperty("java.class.path")));
    var task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                heard,
                options,
                null,
                cells.stream().map(MigratingTest::source).toList());
    task.setLocale(Locale.ROOT);
    boolean compiled = task.call();
    List<String> complaints =
        heard.getDiagnostics().stream()
            .filter(said -> said.getKind() == Diagnostic.Kind.ERROR)
            .map(MigratingTest::describe)
            .toList();
    assertThat(compiled).isEqualTo(complaints.isEmpty());
    return complaints;
  }

  private static String describe(Diagnostic<? extends JavaFileObject> said) {
    JavaFileObject source = said.getSource();
    return (source == null ? "" : source.getName()) + ": " + said.getMessage(Locale.ROOT);
  }

  private static JavaFileObject source(Cell cell) {
    var packages = new TreeSet<>(PACKAGES);
    CoreClasses.module().exports().forEach(exported -> packages.add(exported.source()));
    StringBuilder text = new StringBuilder("package moving;\n");
    packages.forEach(name -> text.append("import ").append(name).append(".*;\n"));
    text.append(
        "import java.net.InetAddress;\nimport io.godwit.net.Clock;\nimport io.godwit.tests.NewHome;\n");
    text.append("public final class Cell").append(cell.line()).append(" {\n");
    text.append("  public static void run(NewHome home) throws Exception {\n");
    for (var field : NewHome.class.getFields()) {
      String type = field.getGenericType().getTypeName().replace('$', '.');
      text.append("    ").append(type);
      text.append(" ").append(field.getName());
      text.append(" = home.").append(field.getName()).append(";\n");
    }
    String code = cell.code();
    text.append("    ").append(code).append(code.endsWith("}") ? "" : ";").append("\n  }\n}\n");
    return new SimpleJavaFileObject(
        URI.create("string:///line" + cell.line() + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }

      @Override
      public boolean isNameCompatible(String simpleName, Kind kind) {
        return true;
      }
    };
  }
}
