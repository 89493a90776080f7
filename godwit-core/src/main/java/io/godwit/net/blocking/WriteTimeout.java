package io.godwit.net.blocking;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A write did not go on, or not fast enough, up to its deadline; the channel was reset. */
public final class WriteTimeout extends IOException {
  private static final long serialVersionUID = 1L;

  WriteTimeout(@Nullable IOException cause) {
    super("write deadline", cause);
  }
}
