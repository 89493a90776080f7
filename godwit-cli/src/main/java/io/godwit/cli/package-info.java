/**
 * The {@code godwit} command: curl's everyday letters over the client, and a demonstration.
 *
 * <p>May depend on {@code io.godwit.http}, {@code .client}, {@code .server} and picocli. One
 * command, one thread of control.
 */
@NullMarked
package io.godwit.cli;

import org.jspecify.annotations.NullMarked;
