/** The client against real sockets: servers of our own, and raw ones that misbehave. */
@NullMarked
package io.godwit.tests.client;

import org.jspecify.annotations.NullMarked;
