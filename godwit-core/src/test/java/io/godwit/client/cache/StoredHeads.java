package io.godwit.client.cache;

import io.godwit.policy.cache.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The format of stored heads, for a fuzzer of another module. */
public final class StoredHeads {
  private StoredHeads() {}

  /** Reads those bytes as they are. */
  public static Optional<StoredResponse> decode(byte[] bytes) {
    return StoredHead.decode(bytes);
  }

  /** Those bytes with the checksum that they need to be looked at. */
  public static byte[] checked(byte[] bytes) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + Integer.BYTES);
    ByteBuffer.wrap(all).putInt(bytes.length, StoredHead.checksum(bytes, bytes.length));
    return all;
  }

  /** The bytes of a response. */
  public static byte[] encode(StoredResponse response) {
    return StoredHead.encode(response).orElseThrow();
  }

  /** The bytes of some response, to begin with. */
  public static byte[] example() {
    StoredResponse response =
        Kept.response(Kept.query("a?b", "c"), "ETag", "\"x\"", "Vary", "A", "X", "\u00fc");
    return encode(response.stored("1".repeat(32), 5));
  }
}
