package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;

/** The annotation the ledger is generated from. */
final class RowAnnotationTest {
  @Test
  void a_row_annotation_can_be_read_at_run_time() {
    Retention retention = Row.class.getAnnotation(Retention.class);
    assertThat(retention.value()).isEqualTo(RetentionPolicy.RUNTIME);
  }
}
