package io.godwit.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The JVM of one case, started once and then given its turns. */
public final class WorkerProcess implements AutoCloseable {
  /**
   * The same for all. The collector is the one a JVM picks on one core; the memory access is what
   * Netty needs to be as fast as its authors mean it to be.
   */
  public static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Allocations are sampled once per buffer of a thread; small ones give enough samples. */
  private static final List<String> SAMPLING = List.of("-XX:TLABSize=16k", "-XX:-ResizeTLAB");

  private static final JsonMapper JSON = new JsonMapper();

  private final ChildJvm jvm;

  private WorkerProcess(ChildJvm jvm) {
    this.jvm = jvm;
  }

  public static WorkerProcess start(Case one, Target target, OptionalInt core) throws IOException {
    return start(one, target, core, List.of());
  }

  /** As {@link #start}, in a JVM that is to be recorded. */
  public static WorkerProcess startForRecording(Case one, Target target, OptionalInt core)
      throws IOException {
    return start(one, target, core, SAMPLING);
  }

  private static WorkerProcess start(Case one, Target target, OptionalInt core, List<String> flags)
      throws IOException {
    List<String> all = new ArrayList<>(JVM_FLAGS);
    all.addAll(flags);
    return new WorkerProcess(
        ChildJvm.start(
            all,
            Worker.class,
            List.of(one.id(), JSON.writeValueAsString(target), "" + core.orElse(-1)),
            core));
  }

  /** Lets it use so much CPU time, unmeasured; the answer tells its pace. */
  public Turn warm(int millis) throws IOException {
    return jvm.ask("warm " + millis, Turn.class);
  }

  public Turn turn(int units) throws IOException {
    return jvm.ask("turn " + units, Turn.class);
  }

  /** Does so many, and answers how many bytes of memory were in use at the most. */
  public long memory(int units) throws IOException {
    return jvm.ask("memory " + units, Long.class);
  }

  /** Does so many under Flight Recorder; the answer is a smaller turn before that. */
  public Turn record(int units, Path file) throws IOException {
    return jvm.ask("record " + units + " " + file.toAbsolutePath(), Turn.class);
  }

  /** The end of its input tells the worker to close its driver and end. */
  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
