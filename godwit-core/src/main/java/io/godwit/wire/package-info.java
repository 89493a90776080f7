/**
 * The machine contract: HTTP as pure code that turns bytes into events and events into bytes.
 *
 * <p>Main types: {@link io.godwit.wire.HttpMachine}, the contract that every protocol version
 * fulfils in both roles, and {@link io.godwit.wire.HttpEvent}, the sealed family of what goes
 * through it. No class here or below does I/O, knows a thread, a lock or a clock; may depend on
 * {@code io.godwit.http} only. A machine belongs to one driver at a time.
 *
 * <p>RFC 9110 for the meaning of messages; the sub-packages name the RFC of each protocol.
 */
@NullMarked
package io.godwit.wire;

import org.jspecify.annotations.NullMarked;
