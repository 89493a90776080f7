/**
 * Targets for a fuzzer, one per parser, and the corpora that were found, which {@link
 * io.godwit.tests.fuzz.CorpusTest} replays with every build. {@code .ci/fuzz} looks for more; see
 * CONTRIBUTING.md.
 *
 * <p>A target is a class with a method {@code fuzzerTestOneInput(byte[])} that fails for an input
 * that shows a bug and otherwise returns. Nothing here needs the fuzzer.
 */
@NullMarked
package io.godwit.tests.fuzz;

import org.jspecify.annotations.NullMarked;
