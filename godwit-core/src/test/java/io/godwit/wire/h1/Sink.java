package io.godwit.wire.h1;

import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes what a machine wants written. */
final class Sink {
  private Sink() {}

  /** All of it, as Latin-1. */
  static String drain(HttpMachine machine) {
    StringBuilder written = new StringBuilder();
    ByteBuffer[] buffers = new ByteBuffer[3];
    for (int count = machine.pending(buffers); count > 0; count = machine.pending(buffers)) {
      for (int i = 0; i < count; i++) {
        written.append(StandardCharsets.ISO_8859_1.decode(buffers[i]));
      }
    }
    return written.toString();
  }

  /** All of it in one buffer. */
  static ByteBuffer bytes(HttpMachine machine) {
    return ByteBuffer.wrap(drain(machine).getBytes(StandardCharsets.ISO_8859_1));
  }
}
