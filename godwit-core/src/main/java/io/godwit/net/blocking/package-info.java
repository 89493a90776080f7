/**
 * The blocking driver: the calling thread, platform or virtual, does its own I/O. {@link
 * io.godwit.net.blocking.BlockingDriver} joins one {@link io.godwit.wire.HttpMachine} and one
 * {@link io.godwit.net.Channel}.
 *
 * <p>One thread may receive while another sends. The machine is used under one lock, which is never
 * held over I/O or user code.
 */
@NullMarked
package io.godwit.net.blocking;

import org.jspecify.annotations.NullMarked;
