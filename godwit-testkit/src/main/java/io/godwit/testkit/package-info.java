/**
 * Stand-ins for what a program talks to: {@link io.godwit.testkit.InProcess} is a handler and its
 * client without a socket, over a {@link io.godwit.testkit.MemoryNetwork}; {@link
 * io.godwit.testkit.MockServer} answers what a test has told it to, with the faults of an {@link
 * io.godwit.testkit.Answer}; {@link io.godwit.testkit.TestCertificates} are for TLS.
 *
 * <p>May depend on all of {@code io.godwit}. Each type says whether it may be shared by threads.
 */
@NullMarked
package io.godwit.testkit;

import org.jspecify.annotations.NullMarked;
