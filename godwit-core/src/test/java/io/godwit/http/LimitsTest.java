package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.godwit.tests.Row;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LimitsTest {
  private static final Limits DEFAULTS = Limits.defaults();

  @Row("H13")
  @Test
  void there_is_a_default_for_everything() {
    assertThat(DEFAULTS)
        .isEqualTo(new Limits(8192, 65_536, 200, 16_384, 4096, 16, 64 * 1024 * 1024));
  }

  @Test
  void each_limit_can_be_changed_alone() {
    assertThat(
            DEFAULTS
                .withStartLine(16)
                .withHeaderSection(1)
                .withFields(2)
                .withTrailerSection(3)
                .withChunkLine(4)
                .withInterim(5)
                .withBody(6))
        .isEqualTo(new Limits(16, 1, 2, 3, 4, 5, 6));
    assertThat(DEFAULTS.withStartLine(100).withStartLine(8192)).isEqualTo(DEFAULTS);
  }

  static Stream<Supplier<Limits>> tooSmall() {
    return Stream.of(
        () -> DEFAULTS.withStartLine(15),
        () -> DEFAULTS.withHeaderSection(0),
        () -> DEFAULTS.withFields(0),
        () -> DEFAULTS.withTrailerSection(0),
        () -> DEFAULTS.withChunkLine(0),
        () -> DEFAULTS.withInterim(0),
        () -> DEFAULTS.withBody(0));
  }

  @ParameterizedTest
  @MethodSource("tooSmall")
  void a_limit_is_positive(Supplier<Limits> limits) {
    assertThatIllegalArgumentException().isThrownBy(limits::get);
  }

  @Test
  void the_limit_that_is_too_small_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withStartLine(15))
        .withMessage("limit startLine is 15, below 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withBody(-1))
        .withMessage("limit body is -1, below 1");
  }
}
