package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import java.util.function.Consumer;

/** Tells the head of the final response line by line, each with its line break. */
final class ReceivedHead implements CallListener {
  private final Consumer<String> lines;

  ReceivedHead(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void answered(CallView call, Response head) {
    lines.accept(head.version() + " " + head.status().code() + " " + head.reason() + "\r\n");
    Headers fields = head.headers();
    for (int i = 0; i < fields.size(); i++) {
      lines.accept(fields.name(i) + ": " + fields.value(i) + "\r\n");
    }
    lines.accept("\r\n");
  }
}
