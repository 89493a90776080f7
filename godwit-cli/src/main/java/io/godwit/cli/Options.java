package io.godwit.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for. Filled by {@link CommandModel} while the arguments are parsed, from then
 * on only read.
 */
final class Options {
  final List<String> urls = new ArrayList<>();

  /** The n-th is for the n-th URL; those beyond go to standard output. */
  final List<Output> outputs = new ArrayList<>();

  final List<String> headerLines = new ArrayList<>();
  final List<DataPart> data = new ArrayList<>();

  boolean printHeaders;
  boolean printBody = true;
  boolean head;
  boolean verbose;
  boolean silent;
  boolean showError;
  boolean failOnStatus;
  boolean validateCertificate = true;
  boolean followRedirects = true;
  boolean explain;
  boolean help;
  boolean version;
  @Nullable String method;
  @Nullable String user;
  @Nullable String agent;
  @Nullable Duration maxTime;
  @Nullable Duration connectTimeout;

  /** Whether failures are said. */
  boolean saysErrors() {
    return !silent || showError;
  }

  Output output(int url) {
    return url < outputs.size() ? outputs.get(url) : new Output.Standard();
  }
}
