package io.godwit.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * No logging: whatever there is to say to the user, the command says itself, and standard error is
 * the user's. It also spares the start of the JDK's logging.
 */
public final class QuietLogs extends System.LoggerFinder {
  /** For the JDK's service loader. */
  public QuietLogs() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Silent(name);
  }

  private record Silent(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... arguments) {}
  }
}
