package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.HttpFailure;
import io.godwit.wire.coding.ContentCodings;
import io.godwit.wire.coding.ContentDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Any bytes as coded content: it comes to the same however it arrives, what is taken for gzip or
 * zlib the JDK takes for the same, and only {@link HttpFailure.Content} says that it is none.
 * Options: which codings, whether the payload is to be coded first, how much room there is, then
 * the sizes of the {@link Pieces}.
 */
public final class ContentCodingTarget {
  private static final List<List<String>> CODINGS =
      List.of(
          List.of("gzip"), List.of("deflate"), List.of("gzip", "gzip"), List.of("gzip", "deflate"));

  private ContentCodingTarget() {}

  /** Fails if the content depends on how it arrives, or is other than the JDK's. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    List<String> codings = CODINGS.get(input.option(CODINGS.size()));
    boolean coded = input.option(2) == 1;
    int room = 1 + input.option();
    Pieces pieces = Pieces.of(input);
    byte[] payload = input.payload();
    byte[] content = coded ? gzip(payload) : payload;
    String whole = decode(codings, content, Pieces.WHOLE, 100_000);
    require(whole.equals(decode(codings, content, Pieces.BYTES, 100_000)), "byte by byte");
    require(whole.equals(decode(codings, content, pieces, room)), "in pieces");
    if (coded && codings.equals(List.of("gzip"))) {
      require(whole.equals(Arrays.toString(payload)), "not what was coded");
    }
    if (whole.startsWith("[") && content.length > 0 && codings.size() == 1) {
      require(whole.equals(byJdk(codings.getFirst(), content)), "not what the JDK makes of it");
    }
  }

  /** The content, or why there is none; the wording may depend on what came together. */
  private static String decode(List<String> codings, byte[] content, Pieces pieces, int room) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ByteBuffer plain = ByteBuffer.allocate(room);
    try (ContentDecoder decoder = ContentCodings.standard().decoder(codings)) {
      int at = 0;
      for (int n = 0; at < content.length; n++) {
        int size = Math.min(pieces.size(n), content.length - at);
        ByteBuffer piece = ByteBuffer.wrap(content, at, size);
        do {
          decoder.decode(piece, plain.clear());
          result.write(plain.array(), 0, plain.position());
        } while (!plain.hasRemaining());
        require(!piece.hasRemaining(), "something was not taken");
        at += size;
      }
      decoder.end();
      return Arrays.toString(result.toByteArray());
    } catch (HttpFailure.Content refused) {
      return "refused";
    }
  }

  private static String byJdk(String coding, byte[] content) {
    boolean raw = coding.equals("deflate") && (content[0] & 0x0F) != 8;
    var from = new ByteArrayInputStream(content);
    try (var in =
        coding.equals("gzip")
            ? new GZIPInputStream(from)
            : raw
                ? new InflaterInputStream(from, new java.util.zip.Inflater(true))
                : new InflaterInputStream(from)) {
      return Arrays.toString(in.readAllBytes());
    } catch (IOException e) {
      return "refused by the JDK: " + e;
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
      out.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return coded.toByteArray();
  }
}
