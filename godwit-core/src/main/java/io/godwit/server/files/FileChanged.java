package io.godwit.server.files;

import java.io.IOException;

/** A file is not any more what the response says it is. */
final class FileChanged extends IOException {
  private static final long serialVersionUID = 1L;

  FileChanged() {
    super("the file was changed while it was read");
  }
}
