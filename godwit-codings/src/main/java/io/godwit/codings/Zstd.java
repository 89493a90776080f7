package io.godwit.codings;

import io.godwit.wire.coding.ContentCoding;
import io.godwit.wire.coding.ContentDecoder;

/**
 * Zstandard (RFC 8878), in HTTP called {@code zstd}. Its window is at most 8 MiB (RFC 9659);
 * content that wants more is refused.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.builder().codings(ContentCodings.standard().with(Zstd.coding())).build();
 * }</pre>
 */
public final class Zstd implements ContentCoding {
  private static final Zstd CODING = new Zstd();

  private Zstd() {}

  /** The coding. */
  public static ContentCoding coding() {
    return CODING;
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public ContentDecoder decoder() {
    return new ZstdDecoder();
  }
}
