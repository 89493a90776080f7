package io.godwit.bench.report;

import java.util.List;
import java.util.Map;

/**
 * Under which the numbers came about; they mean little without.
 *
 * @param versions of what was compared, by name
 * @param load the machine's load average before and after the run, as it was said
 */
public record Conditions(
    String started,
    String machine,
    int processors,
    String system,
    String jdk,
    List<String> jvmFlags,
    String pinning,
    String server,
    int rounds,
    double turnSeconds,
    double warmSeconds,
    List<String> load,
    Map<String, String> versions) {}
