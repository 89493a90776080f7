package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is Java that compiles. */
final class ExamplesTest {
  private static final int AT_LEAST = 25;

  @Test
  void every_example_compiles() {
    List<Example> examples = new ArrayList<>();
    for (Path document : Checkout.documents()) {
      examples.addAll(Example.inMarkdown(document, Checkout.read(document)));
    }
    List<Path> sources =
        Stream.of("godwit-core", "godwit-codings", "godwit-jackson", "godwit-testkit")
            .map(Checkout::mainSources)
            .flatMap(List::stream)
            .toList();
    for (ParsedSource source : ParsedSource.parse(sources)) {
      examples.addAll(Example.inJavadoc(source, Checkout.read(source.file())));
    }
    assertThat(examples).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    assertThat(ExampleCompiler.complaints(examples)).isEmpty();
  }

  @Test
  void every_block_of_code_in_javadoc_is_taken_for_an_example() {
    for (ParsedSource source : ParsedSource.parse(Checkout.mainSources("godwit-core"))) {
      String text = Checkout.read(source.file());
      assertThat(Example.inJavadoc(source, text))
          .as(source.file().toString())
          .hasSize(text.split("<pre>|\\{@snippet", -1).length - 1);
    }
  }

  @Test
  void what_is_wrong_with_an_example_is_told_with_its_place() {
    List<String> complaints =
        complaints(
            """
            # Words
            ```java
            show("fine");
            ```
            ```java
            show("fine");
            show(client.get(url).sent());
            ```
            """);
    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("words.md: example 2, line 2 (line 7 of the file): cannot find symbol");
  }

  @Test
  void an_example_of_something_deprecated_is_a_bad_one() {
    assertThat(
            complaints(
                """
                ```java
                new Thread(() -> {}).stop();
                ```
                """))
        .singleElement()
        .asString()
        .contains("line 1", "deprecated");
  }

  @Test
  void an_example_may_be_statements_an_answer_members_or_bring_its_imports() {
    assertThat(
            complaints(
                """
                ```java
                for (Headers.Field field : headers) {
                  log(field.name());
                }
                ```
                ```java
                return client.get(url).send().text();
                ```
                ```java
                import java.util.function.Supplier;

                String page(Supplier<String> later) throws IOException { // blocks
                  return later.get();
                }
                ```
                ```java
                record User(String name) {}
                ```
                """))
        .isEmpty();
  }

  private static List<String> complaints(String document) {
    return ExampleCompiler.complaints(Example.inMarkdown(Path.of("words.md"), document));
  }
}
