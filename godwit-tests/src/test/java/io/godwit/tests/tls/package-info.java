/**
 * TLS over real sockets, against itself, against peers that break its rules, and against OpenSSL
 * where that is installed.
 */
@NullMarked
package io.godwit.tests.tls;

import org.jspecify.annotations.NullMarked;
