/** Tests of the codec, alone and in a client. */
@NullMarked
package io.godwit.jackson;

import org.jspecify.annotations.NullMarked;
