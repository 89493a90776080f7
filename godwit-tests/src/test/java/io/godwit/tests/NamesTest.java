package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import io.godwit.tests.ParsedSource.DeclaredType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What types and packages are called, and that they say what they are for. */
final class NamesTest {
  /** Words that say nothing about the thing they name. */
  private static final Set<String> EMPTY_WORDS =
      Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base", "Abstract");

  private static final Pattern WORD_START = Pattern.compile("(?=\\p{Lu})");

  @Test
  void no_type_has_an_empty_word_in_its_name() {
    List<Path> files = new ArrayList<>(Checkout.mainSources());
    files.addAll(Checkout.testSources());
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (ParsedSource source : ParsedSource.parse(files)) {
      for (DeclaredType type : source.types()) {
        seen++;
        if (WORD_START
            .splitAsStream(type.tree().getSimpleName().toString())
            .anyMatch(EMPTY_WORDS::contains)) {
          wrong.add(source.packageName() + '.' + type.name());
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_public_type_says_what_it_is() {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (ParsedSource source : ParsedSource.parse(Checkout.mainSources())) {
      for (DeclaredType type : source.types()) {
        if (!type.visible()) {
          continue;
        }
        seen++;
        if (source.documentation(type.path()).isEmpty()) {
          wrong.add(source.packageName() + '.' + type.name());
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_package_is_documented_and_null_marked() {
    Set<Path> packages = new TreeSet<>();
    Set<Path> explained = new HashSet<>();
    for (ParsedSource source : ParsedSource.parse(Checkout.mainSources())) {
      if (!source.packageName().isEmpty()) {
        packages.add(source.file().getParent());
      }
      if (source.file().endsWith("package-info.java") && isExplained(source)) {
        explained.add(source.file().getParent());
      }
    }
    assertThat(packages).isNotEmpty();
    assertThat(packages).allSatisfy(folder -> assertThat(explained).contains(folder));
  }

  private static boolean isExplained(ParsedSource source) {
    boolean nullMarked = false;
    for (AnnotationTree annotation : source.unit().getPackageAnnotations()) {
      nullMarked |= annotation.getAnnotationType().toString().equals("NullMarked");
    }
    return nullMarked && Checkout.read(source.file()).startsWith("/**");
  }
}
