/**
 * The HTTP client as its users see it.
 *
 * <p>{@link io.godwit.client.HttpClient} is built once and shared; {@link
 * io.godwit.client.CallBuilder} describes one call and runs it; {@link
 * io.godwit.client.BufferedResponse} and {@link io.godwit.client.StreamingResponse} are what it
 * returns; {@link io.godwit.client.Http} has one-liners for scripts, a {@link
 * io.godwit.client.HeldConnection} is one connection for a program that pipelines. A {@link
 * io.godwit.client.CallListener} is told what happens, an {@link io.godwit.client.Interceptor}
 * takes part in it.
 *
 * <p>Inside: {@code CallRunner} asks {@link io.godwit.policy.CallFlow} what to do and does it;
 * {@code Exchange} is one request and one response on a connection leased from the {@code Pool};
 * {@code Dialer} opens connections as {@link io.godwit.policy.dial.DialPlan} says. The calling
 * thread does its own I/O; only a large request body is written by another, virtual thread.
 *
 * <p>May depend on {@code policy}, {@code net}, {@code wire} and {@code http}. RFC 9110, RFC 9112.
 */
@NullMarked
package io.godwit.client;

import org.jspecify.annotations.NullMarked;
