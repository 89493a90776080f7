/**
 * The {@code godwit} command: curl's everyday letters over the client, and a demonstration.
 *
 * <p>May depend on {@code io.godwit.http}, {@code .client}, {@code .server}, picocli and
 * progressbar. One command, one thread of control.
 *
 * <p>The options are declared with picocli's programmatic model ({@code CommandSpec}), not with its
 * annotations: reading those by reflection more than doubled what a whole GET costs the CPU (210 ms
 * against 93 ms, with an AOT cache), and the launcher's promise is a GET within three times {@code
 * java -version}. For the same reason this package leaves the JVM by {@code System.exit}, which
 * lets a training run write its cache, and never by {@code Runtime.halt}.
 */
@NullMarked
package io.godwit.cli;

import org.jspecify.annotations.NullMarked;
