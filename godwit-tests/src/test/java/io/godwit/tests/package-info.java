/**
 * What holds for Godwit as a whole: the behaviour suite over drivers and engines, the rules of the
 * layers, the ledger of features, the links between the documents and the examples in them.
 *
 * <p>Main types: {@link io.godwit.tests.Ledger}, {@link io.godwit.tests.Checkout}, {@link
 * io.godwit.tests.CoreClasses}, {@link io.godwit.tests.Row}. May depend on everything; nothing
 * depends on it.
 */
@NullMarked
package io.godwit.tests;

import org.jspecify.annotations.NullMarked;
