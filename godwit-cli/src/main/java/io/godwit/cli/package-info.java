/**
 * The {@code godwit} command: curl's options over the client, a server of files ({@code Serve}),
 * and a demonstration.
 *
 * <p>May depend on {@code io.godwit.http}, {@code .client}, {@code .server}, {@code .net}, the
 * testkit, picocli and progressbar. One command, one thread of control.
 *
 * <p>{@link io.godwit.cli.Main} reads the arguments ({@code Arguments}) into groups of options
 * ({@code OptionGroup}), each of which declares its options and does its part of the client or of a
 * call; a {@code Session} runs a {@code Transfer} for each URL, as often as it takes.
 *
 * <p>The launcher's promise is a GET within three times {@code java -version}. So what a plain GET
 * does not need is in classes of its own, which are not loaded without their option; the arguments
 * are read by a class of ours (picocli, which lays out the help, took a tenth of a whole GET); and
 * this package leaves the JVM by {@code System.exit}, which lets a training run write its cache,
 * and never by {@code Runtime.halt}.
 */
@NullMarked
package io.godwit.cli;

import org.jspecify.annotations.NullMarked;
