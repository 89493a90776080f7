/**
 * The list of all cases: the one place to add one to.
 *
 * <p>Depends on the drivers in {@code bare}, {@code rival} and {@code godwit}.
 */
@NullMarked
package io.godwit.bench.cases;

import org.jspecify.annotations.NullMarked;
