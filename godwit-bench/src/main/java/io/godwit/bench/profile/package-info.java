/**
 * Where a case's time and bytes go: reads what Flight Recorder has recorded of a worker and counts
 * frames.
 *
 * <p>Depends on the JDK's Flight Recorder only.
 */
@NullMarked
package io.godwit.bench.profile;

import org.jspecify.annotations.NullMarked;
