package io.godwit.bench.bare;

import java.nio.ByteBuffer;

/** The least parsing that tells requests without content apart: it counts empty lines. */
final class RequestScan {
  private boolean lineIsEmpty;

  /** How many requests end in these bytes, which follow those of the call before. */
  int ends(ByteBuffer bytes, int end) {
    int ends = 0;
    for (int i = 0; i < end; i++) {
      byte one = bytes.get(i);
      if (one == '\n') {
        if (lineIsEmpty) {
          ends++;
        }
        lineIsEmpty = !lineIsEmpty;
      } else if (one != '\r') {
        lineIsEmpty = false;
      }
    }
    return ends;
  }
}
