package io.godwit.codings;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.godwit.wire.coding.ContentCoding;
import io.godwit.wire.coding.ContentDecoder;

/**
 * Brotli (RFC 7932), in HTTP called {@code br}. Its window is at most 16 MiB.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.builder().codings(ContentCodings.standard().with(Brotli.coding())).build();
 * }</pre>
 */
public final class Brotli implements ContentCoding {
  private static final Brotli CODING = new Brotli();

  private Brotli() {}

  /** Whether there is native code for this machine. */
  public static boolean available() {
    return Brotli4jLoader.isAvailable();
  }

  /**
   * The coding.
   *
   * @throws IllegalStateException when there is no native code for this machine
   */
  public static ContentCoding coding() {
    if (!available()) {
      throw new IllegalStateException(
          "brotli4j has no native code for this machine: its artifact native-... is missing",
          Brotli4jLoader.getUnavailabilityCause());
    }
    return CODING;
  }

  @Override
  public String name() {
    return "br";
  }

  @Override
  public ContentDecoder decoder() {
    return new BrotliDecoder();
  }
}
