package io.godwit.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the frames of one recording.
 *
 * <p>"Below" names the frame of the client under test that was nearest to where the time went or
 * the bytes came from: the innermost one that belongs neither to the JDK nor to this benchmark.
 */
public final class Profile {
  private static final Set<String> SAMPLES =
      Set.of("jdk.CPUTimeSample", "jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final String ALLOCATION = "jdk.ObjectAllocationSample";
  private static final String BENCH = "io.godwit.bench.";
  private static final int ROWS = 25;

  private final Tally self = new Tally();
  private final Tally inclusive = new Tally();
  private final Tally below = new Tally();
  private final Tally classes = new Tally();
  private final Tally sites = new Tally();
  private final List<Allocation> allocations = new ArrayList<>();
  private long withoutStack;

  private Profile() {}

  public static Profile read(Path recording) throws IOException {
    Profile profile = new Profile();
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        profile.add(file.readEvent());
      }
    }
    profile.shareOutBytes();
    return profile;
  }

  /**
   * A page of text.
   *
   * @param cpuPerUnit in the group's unit of CPU time, to turn shares into amounts
   * @param cpuUnit its name
   * @param bytesPerUnit as metered; the samples only tell how they are shared out
   */
  public String text(double cpuPerUnit, String cpuUnit, double bytesPerUnit) {
    var out = new StringBuilder();
    out.append("%d CPU samples (%d without a Java stack)%n".formatted(self.total(), withoutStack));
    section(out, "CPU by innermost frame", self, self.total(), cpuPerUnit, cpuUnit);
    section(out, "CPU below the client's frame", below, self.total(), cpuPerUnit, cpuUnit);
    section(
        out, "CPU with what is called (overlaps)", inclusive, self.total(), cpuPerUnit, cpuUnit);
    section(out, "bytes by class", classes, classes.total(), bytesPerUnit, "B");
    section(out, "bytes below the client's frame", sites, classes.total(), bytesPerUnit, "B");
    return out.toString();
  }

  private void add(RecordedEvent event) {
    String name = event.getEventType().getName();
    if (SAMPLES.contains(name)) {
      addSample(event.getStackTrace());
    } else if (name.equals(ALLOCATION)) {
      addAllocation(event);
    }
  }

  private void addSample(@Nullable RecordedStackTrace stack) {
    if (stack == null || stack.getFrames().isEmpty()) {
      withoutStack++;
      self.add("(no Java stack: compiler, collector, or not walkable)", 1);
      return;
    }
    List<RecordedFrame> frames = stack.getFrames();
    self.add(name(frames.getFirst().getMethod()), 1);
    below.add(nearest(frames), 1);
    Set<String> methods = new LinkedHashSet<>();
    for (RecordedFrame frame : frames) {
      methods.add(name(frame.getMethod()));
    }
    methods.forEach(method -> inclusive.addOverlapping(method, 1));
  }

  private void addAllocation(RecordedEvent event) {
    long weight = event.getLong("weight");
    String type = event.getClass("objectClass").getName();
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null || isOurs(stack.getFrames())) {
      return;
    }
    allocations.add(new Allocation(type, type + " in " + nearest(stack.getFrames()), weight));
  }

  /**
   * A sample weighs what its thread has allocated since its last one; the first of a thread weighs
   * all that the thread has allocated in its life, and would drown the others. It is cut down.
   */
  private void shareOutBytes() {
    long[] weights = allocations.stream().mapToLong(Allocation::weight).sorted().toArray();
    long most = weights.length == 0 ? 0 : 4 * weights[weights.length / 2];
    for (Allocation one : allocations) {
      long weight = Math.min(one.weight(), most);
      classes.add(one.type(), weight);
      sites.add(one.site(), weight);
    }
  }

  /** Allocated by the benchmark, if need be through a method of the JDK. */
  private static boolean isOurs(List<RecordedFrame> frames) {
    return frames.stream()
        .map(frame -> frame.getMethod().getType().getName())
        .filter(type -> type.startsWith(BENCH) || isClient(type))
        .findFirst()
        .map(type -> type.startsWith(BENCH))
        .orElse(true);
  }

  private static String nearest(List<RecordedFrame> frames) {
    Predicate<RecordedFrame> foreign = frame -> isClient(frame.getMethod().getType().getName());
    return frames.stream()
        .filter(foreign)
        .findFirst()
        .map(frame -> name(frame.getMethod()) + ":" + frame.getLineNumber())
        .orElse("(not called by the client)");
  }

  static boolean isClient(String type) {
    return !type.startsWith("java.")
        && !type.startsWith("jdk.internal.")
        && !type.startsWith("sun.")
        && !type.startsWith(BENCH);
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName();
  }

  private static void section(
      StringBuilder out, String title, Tally tally, long total, double perUnit, String unit) {
    out.append("%n%s%n".formatted(title));
    for (var row : tally.top(ROWS)) {
      double share = (double) row.getValue() / total;
      out.append(
          "  %5.1f %%  %9.2f %s  %s%n".formatted(100 * share, share * perUnit, unit, row.getKey()));
    }
  }

  /** A sampled allocation. */
  private record Allocation(String type, String site, long weight) {}
}
