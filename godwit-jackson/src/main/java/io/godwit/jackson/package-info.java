/**
 * JSON by Jackson 3: {@link io.godwit.jackson.JacksonCodec}, which clients find by themselves. May
 * depend on {@code io.godwit.http} and Jackson. Safe between threads. RFC 8259.
 */
@NullMarked
package io.godwit.jackson;

import org.jspecify.annotations.NullMarked;
