/**
 * The server over real sockets and real TLS, where that takes more than the core's own tests have.
 */
@NullMarked
package io.godwit.tests.server;

import org.jspecify.annotations.NullMarked;
