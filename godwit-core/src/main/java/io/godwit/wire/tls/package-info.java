/**
 * TLS 1.2 and 1.3 without I/O: ciphertext in, plaintext out, and back (RFC 8446, RFC 5246).
 *
 * <p>Main types: {@link io.godwit.wire.tls.TlsMachine}, which drives a {@link
 * javax.net.ssl.SSLEngine} and adds what HTTP needs beyond it: a truncated connection is told from
 * one that ended properly, renegotiation is refused, a peer cannot keep us busy with messages that
 * carry nothing; {@link io.godwit.wire.tls.TlsEvent}, what the machine says; and {@link
 * io.godwit.wire.tls.Pem}, the text form of certificates and keys (RFC 7468). Which certificates
 * are trusted is the business of whoever makes the engine.
 *
 * <p>May depend on the JDK only. No threads, locks or clocks: a machine belongs to one driver at a
 * time; the driver also decides which thread runs the engine's slow tasks.
 */
@NullMarked
package io.godwit.wire.tls;

import org.jspecify.annotations.NullMarked;
