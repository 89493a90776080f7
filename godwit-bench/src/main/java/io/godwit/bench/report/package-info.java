/**
 * From turns to numbers: medians with their intervals, ratios round by round, the marks, and the
 * two forms of the result, text and JSON.
 *
 * <p>Everything here is a value and pure. Depends on {@code io.godwit.bench.driver} and on {@link
 * io.godwit.bench.worker.Turn}.
 */
@NullMarked
package io.godwit.bench.report;

import org.jspecify.annotations.NullMarked;
