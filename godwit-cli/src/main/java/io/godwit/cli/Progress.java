package io.godwit.cli;

import io.godwit.client.StreamingResponse;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far the content is, once that takes longer than a second; only to a
 * person: when standard error is a terminal and the content goes elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int COLUMNS = 79;
  private static final int INTERVAL_MILLIS = 200;
  private static final long MIB = 1024 * 1024;

  private final boolean wanted;
  private final String name;
  private final long length;
  private final long patience;
  private final PrintStream err;
  private final long start = System.nanoTime();

  private long count;
  private @Nullable ProgressBar bar;

  private Progress(boolean wanted, String name, long length, long patience, PrintStream err) {
    this.wanted = wanted;
    this.name = name;
    this.length = length;
    this.patience = patience;
    this.err = err;
  }

  /**
   * Of the content of a response.
   *
   * @param toFile whether the content goes into a file, and not to standard output
   */
  static Progress of(
      StreamingResponse response, Printing printing, boolean toFile, PrintStream err) {
    boolean free = Terminal.err() && (toFile || !Terminal.out());
    boolean wanted = free && printing.showsProgress() && printing.body;
    String path = response.request().uri().path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    long length = response.headers().first("Content-Length").map(Long::parseLong).orElse(-1L);
    return new Progress(wanted, name, length, patience(printing), err);
  }

  /**
   * Of content that is sent, which is shown to whoever looks on.
   *
   * @param length in bytes; -1 when it is not known
   */
  static Progress ofUpload(Printing printing, String name, long length, PrintStream err) {
    return new Progress(isForUploads(printing), name, length, patience(printing), err);
  }

  /** Whether anybody would see how content is sent. */
  static boolean isForUploads(Printing printing) {
    return Terminal.err() && printing.showsProgress();
  }

  private static long patience(Printing printing) {
    return printing.impatient ? 0 : PATIENCE_NANOS;
  }

  /** So many bytes more have arrived. */
  void add(int bytes) {
    reach(count + bytes);
  }

  /** So many bytes are there, or have left. */
  void reach(long bytes) {
    if (!wanted) {
      return;
    }
    count = bytes;
    if (bar == null && System.nanoTime() - start >= patience) {
      bar = bar();
    }
    if (bar != null) {
      bar.stepTo(count);
    }
  }

  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(length)
        .setUnit(" MiB", MIB)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(INTERVAL_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(err, COLUMNS))
        .build();
  }

  /** The bar stays as it is in the end, and what follows begins a line. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
