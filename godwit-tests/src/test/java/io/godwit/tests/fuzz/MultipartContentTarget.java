package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.godwit.http.HttpFailure.LimitExceeded;
import io.godwit.http.MediaType;
import io.godwit.wire.multipart.BrokenMultipart;
import io.godwit.wire.multipart.MultipartEvent;
import io.godwit.wire.multipart.MultipartLimits;
import io.godwit.wire.multipart.MultipartParser;
import io.godwit.wire.multipart.PartHead;
import java.nio.ByteBuffer;

/**
 * Any bytes as multipart content: they come to the same parts however they arrive, or to the same
 * refusal; no part holds its own boundary, and no file name that is called safe leads out of a
 * folder. Options: whether it is a form, then the sizes of the {@link Pieces}. The boundary is
 * {@code b}.
 */
public final class MultipartContentTarget {
  private static final MultipartLimits LIMITS =
      MultipartLimits.defaults().withParts(20).withHead(500).withName(40).withPart(4_000);

  private MultipartContentTarget() {}

  /** Fails if the parts depend on how they arrive, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    String subtype = input.option(2) == 1 ? "form-data" : "mixed";
    Pieces pieces = Pieces.of(input);
    byte[] content = input.payload();
    String whole = parse(subtype, content, Pieces.WHOLE);
    require(whole.equals(parse(subtype, content, Pieces.BYTES)), "byte by byte");
    require(whole.equals(parse(subtype, content, pieces)), "in pieces");
  }

  private static String parse(String subtype, byte[] content, Pieces pieces) {
    MultipartParser parser =
        MultipartParser.of(MediaType.of("multipart/" + subtype + "; boundary=b"), LIMITS);
    StringBuilder shown = new StringBuilder();
    StringBuilder part = new StringBuilder();
    int at = 0;
    int left = 0;
    int number = 0;
    try {
      while (true) {
        switch (parser.poll()) {
          case MultipartEvent.NeedInput _ -> {
            if (at == content.length) {
              parser.receiveEnd();
            } else {
              left = left > 0 ? left : Math.min(pieces.size(number++), content.length - at);
              ByteBuffer piece = ByteBuffer.wrap(content, at, left);
              parser.receive(piece);
              require(left == 0 || piece.position() > at, "nothing was taken of what is needed");
              left -= piece.position() - at;
              at = piece.position();
            }
          }
          case MultipartEvent.Part begun -> {
            check(begun.head());
            shown.append(begun.head());
          }
          case MultipartEvent.Data data -> part.append(ISO_8859_1.decode(data.bytes()));
          case MultipartEvent.PartEnd _ -> {
            require(!part.toString().contains("\r\n--b"), "a boundary in a part");
            shown.append(part).append(';');
            part.setLength(0);
          }
          case MultipartEvent.End _ -> {
            return shown.toString();
          }
        }
      }
    } catch (BrokenMultipart | LimitExceeded refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static void check(PartHead head) {
    require(head.name().length() <= 40, "a long name");
    head.type();
    String safe = head.safeFilename().orElse("none");
    boolean harmless =
        safe.length() <= 81
            && !safe.startsWith(".")
            && safe.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    require(harmless, "a file name that is not safe");
  }
}
