package io.godwit.client;

import io.godwit.policy.auth.Netrc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with a user's logins by host. */
public final class NetrcFile {
  /** No file of that kind is larger. */
  private static final int MOST_BYTES = Netrc.MOST_CHARACTERS;

  private NetrcFile() {}

  /** The one in the user's home. */
  public static Path ofUser() {
    return Path.of(System.getProperty("user.home", ""), ".netrc");
  }

  /**
   * What stands in the file, in UTF-8, or in ISO-8859-1 if it is not that.
   *
   * @throws IllegalArgumentException when something in it is malformed, or it is too large
   * @throws IOException when it cannot be read
   */
  public static Netrc read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(file + " is larger than " + MOST_BYTES + " bytes");
    }
    Netrc netrc = Netrc.parse(text(bytes));
    if (!netrc.problems().isEmpty()) {
      throw new IllegalArgumentException(file + ": " + String.join("; ", netrc.problems()));
    }
    return netrc;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
