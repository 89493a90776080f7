package io.godwit.wire.multipart;

import java.io.IOException;

/** Content that is not the multipart content it claims to be; the text says what is wrong. */
public final class BrokenMultipart extends IOException {
  private static final long serialVersionUID = 1L;

  /** Content that is wrong in that way; the text repeats nothing of it. */
  BrokenMultipart(String text) {
    super(text);
  }
}
