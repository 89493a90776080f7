/**
 * {@link io.godwit.testkit.httpbin.Httpbin}, an application that shows its clients what they have
 * sent and answers as they ask, in the manner of httpbin.org.
 *
 * <p>May depend on {@code io.godwit.http} and {@code io.godwit.server}; its JSON is written by
 * Jackson's streaming library. Thread-safe.
 */
@NullMarked
package io.godwit.testkit.httpbin;

import org.jspecify.annotations.NullMarked;
