/** The testkit, by what its users do with it. */
@NullMarked
package io.godwit.tests.testkit;

import org.jspecify.annotations.NullMarked;
