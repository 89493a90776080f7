package io.godwit.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the checkout that these tests run in. */
final class Checkout {
  /** The folder that holds the modules. */
  static final Path ROOT = root();

  private Checkout() {}

  /** The Java files of every module below {@code src/main/java}, in order. */
  static List<Path> mainSources() {
    return modules().flatMap(module -> javaFiles(module.resolve("src/main/java"))).toList();
  }

  /** The Java files of one module below {@code src/main/java}, in order. */
  static List<Path> mainSources(String module) {
    return javaFiles(ROOT.resolve(module).resolve("src/main/java")).toList();
  }

  /** The Java files of every module below {@code src/test/java}, in order. */
  static List<Path> testSources() {
    return modules().flatMap(module -> javaFiles(module.resolve("src/test/java"))).toList();
  }

  /** The documents in Markdown outside of build output and hidden folders, in order. */
  static List<Path> documents() {
    return files(ROOT)
        .filter(file -> file.toString().endsWith(".md"))
        .filter(file -> isWritten(ROOT.relativize(file)))
        .toList();
  }

  /** The file's text. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWritten(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.equals("target")) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Path> modules() {
    return children(ROOT).filter(child -> Files.exists(child.resolve("pom.xml")));
  }

  private static Stream<Path> javaFiles(Path folder) {
    return Files.isDirectory(folder)
        ? files(folder).filter(file -> file.toString().endsWith(".java"))
        : Stream.empty();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    throw new IllegalStateException("no checkout of Godwit around " + here);
  }
}
