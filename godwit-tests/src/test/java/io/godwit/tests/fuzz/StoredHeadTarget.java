package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.client.cache.StoredHeads;
import io.godwit.policy.cache.StoredResponse;
import java.util.Arrays;
import java.util.Optional;

/** Any bytes as the head of a stored response: with the checksum they need, and as they are. */
public final class StoredHeadTarget {
  private StoredHeadTarget() {}

  /** Fails if anything escapes, or what was read is not what is written again. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    check(StoredHeads.decode(bytes));
    check(StoredHeads.decode(StoredHeads.checked(bytes)));
  }

  private static void check(Optional<StoredResponse> read) {
    if (read.isEmpty()) {
      return;
    }
    byte[] written = StoredHeads.encode(read.get());
    Optional<StoredResponse> again = StoredHeads.decode(written);
    require(again.equals(read), "read as " + again + " and not as " + read);
    require(Arrays.equals(StoredHeads.encode(again.orElseThrow()), written), "written otherwise");
  }
}
