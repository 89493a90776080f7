/**
 * Other HTTP clients and servers, each in the configuration its own documentation gives for speed:
 * keep-alive, a pool of 64 connections, one event loop for the one core it runs on, requests built
 * beforehand where the client allows a request to be sent again, features that are off by a
 * documented switch where they cost something and do nothing here (cookies, decompression).
 *
 * <p>Depends on {@code io.godwit.bench.driver} and the clients. A blocking client here is
 * thread-safe except for downloads and uploads, which one thread does.
 */
@NullMarked
package io.godwit.bench.rival;

import org.jspecify.annotations.NullMarked;
