/**
 * Text that goes into text of another language: {@link io.godwit.server.text.Escaped}. Not
 * exported; depends on nothing. Pure.
 */
@NullMarked
package io.godwit.server.text;

import org.jspecify.annotations.NullMarked;
