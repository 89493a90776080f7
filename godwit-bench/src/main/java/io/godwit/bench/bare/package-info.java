/**
 * The yardstick: loops that write a request made beforehand, and content if there is any, and read
 * just enough of the answer to know where it ends. They show what the operating system and the
 * JVM's sockets cost, so what a client adds can be told. The servers among them do the same the
 * other way round.
 *
 * <p>Depends on {@code io.godwit.bench.driver}. A connection belongs to one thread.
 */
@NullMarked
package io.godwit.bench.bare;

import org.jspecify.annotations.NullMarked;
