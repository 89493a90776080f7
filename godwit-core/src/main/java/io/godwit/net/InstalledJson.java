package io.godwit.net;

import io.godwit.http.JsonCodec;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The codec that the class path or module path brings, looked for when JSON is first needed. Safe
 * between threads.
 */
public final class InstalledJson {
  private static volatile @Nullable JsonCodec found;

  private InstalledJson() {}

  /**
   * The codec.
   *
   * @param otherwise the method that sets another, for the message when there is none
   * @throws IllegalStateException when there is none
   */
  public static JsonCodec codec(String otherwise) {
    JsonCodec known = found;
    if (known == null) {
      known =
          seenFromThread()
              .or(InstalledJson::besideUs)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "there is no JSON codec: add io.godwit:godwit-jackson to what the"
                              + " application is run with, or set one by "
                              + otherwise));
      found = known;
    }
    return known;
  }

  private static Optional<JsonCodec> seenFromThread() {
    return ServiceLoader.load(JsonCodec.class).findFirst();
  }

  private static Optional<JsonCodec> besideUs() {
    return ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader()).findFirst();
  }
}
