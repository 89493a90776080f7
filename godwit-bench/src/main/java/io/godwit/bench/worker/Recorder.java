package io.godwit.bench.worker;

import java.time.Duration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Starts the Flight Recorder with the events that a profile of a case is made of. */
final class Recorder {
  /** Samples by CPU time, in native code and kernel as well; Linux has it. */
  static final String CPU_TIME = "jdk.CPUTimeSample";

  /** What other systems have: samples of running Java code, and of native code apart. */
  static final String EXECUTION = "jdk.ExecutionSample";

  static final String NATIVE = "jdk.NativeMethodSample";
  static final String ALLOCATION = "jdk.ObjectAllocationSample";

  private Recorder() {}

  static Recording start() {
    Recording recording = new Recording();
    if (hasCpuTime()) {
      recording.enable(CPU_TIME).with("throttle", "1ms");
    } else {
      recording.enable(EXECUTION).withPeriod(Duration.ofMillis(10));
      recording.enable(NATIVE).withPeriod(Duration.ofMillis(10));
    }
    recording.enable(ALLOCATION).with("throttle", "5000/s").withStackTrace();
    recording.start();
    return recording;
  }

  private static boolean hasCpuTime() {
    return System.getProperty("os.name").equals("Linux")
        && FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .anyMatch(type -> type.getName().equals(CPU_TIME));
  }
}
