/**
 * One JVM per case, so that no case runs on code another one has warmed up or in a heap another one
 * has filled: {@link io.godwit.bench.worker.Worker} is its main class, {@link
 * io.godwit.bench.worker.WorkerProcess} the handle the session has of it. They talk in lines over
 * the worker's standard streams; only one worker works at a time, the others wait in a read.
 *
 * <p>Depends on {@code io.godwit.bench.cases} and {@code io.godwit.bench.driver}.
 */
@NullMarked
package io.godwit.bench.worker;

import org.jspecify.annotations.NullMarked;
