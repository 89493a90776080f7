package io.godwit.tests;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which rows of the feature ledger a test shows: {@code @Row("T46")} or {@code @Row({"H10",
 * "H11"})}.
 *
 * <p>One to three rows: a test that claims to show more shows none of them well. The ledger {@code
 * docs/ledger.md} is generated from these annotations and from {@code docs/rows.tsv}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Row {
  /** The rows' identifiers, as in {@code docs/rows.tsv}. */
  String[] value();
}
