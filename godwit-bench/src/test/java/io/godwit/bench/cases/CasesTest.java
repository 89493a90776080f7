package io.godwit.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CasesTest {

  @Test
  void no_two_cases_have_the_same_id() {
    assertThat(Cases.ALL).extracting(Case::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void every_group_has_three_bare_loops_or_more_and_rivals(Group group) {
    assertThat(Cases.ALL)
        .filteredOn(one -> one.group() == group && one.kind() == Kind.BARE)
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(Cases.ALL).anyMatch(one -> one.group() == group && one.kind() == Kind.RIVAL);
  }

  @Test
  void a_case_is_found_by_its_id() {
    assertThat(Cases.named("c64/jdk-async").kind()).isEqualTo(Kind.RIVAL);
    assertThatThrownBy(() -> Cases.named("c64/nobody")).hasMessageContaining("c64/nobody");
  }
}
