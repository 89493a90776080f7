package io.godwit.cli;

import io.godwit.server.HttpServer;
import io.godwit.server.filter.AccessLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Whether {@code godwit serve} says what it was asked for. */
final class AccessLogging implements OptionGroup {
  private boolean on = true;

  void addTo(HttpServer.Builder server, OutputStream out) {
    if (on) {
      Consumer<String> lines = new Lines(out);
      server.listener(
          Terminal.out() ? new SeenAccess(lines, Terminal.coloured()) : AccessLog.common(lines));
    }
  }

  /** Each line leaves in one write. When nobody reads them any more, no more are written. */
  static final class Lines implements Consumer<String> {
    private final OutputStream out;
    private volatile boolean unread;

    Lines(OutputStream out) {
      this.out = out;
    }

    @Override
    public void accept(String line) {
      if (unread) {
        return;
      }
      try {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException e) {
        unread = true; // the server goes on
      }
    }
  }

  @Override
  public String heading() {
    return "What is printed";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.flag("a line for each request; on", it -> on = it, "--access-log"));
  }
}
