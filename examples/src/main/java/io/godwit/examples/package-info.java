/** Small programs that show how the parts of Godwit go together. Each has a main method. */
@NullMarked
package io.godwit.examples;

import org.jspecify.annotations.NullMarked;
