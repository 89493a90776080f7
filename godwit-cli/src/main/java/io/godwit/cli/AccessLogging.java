package io.godwit.cli;

import io.godwit.server.HttpServer;
import java.io.OutputStream;
import java.util.List;

/** Whether {@code godwit serve} says what it was asked for. */
final class AccessLogging implements OptionGroup {
  private boolean on = true;

  void addTo(HttpServer.Builder server, OutputStream out) {
    if (on) {
      AccessLog.Form form =
          Terminal.out() ? new AccessLog.ForPerson(Terminal.coloured()) : new AccessLog.Common();
      server.listener(new AccessLog(out, form));
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
