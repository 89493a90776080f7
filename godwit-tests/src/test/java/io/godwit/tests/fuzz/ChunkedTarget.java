package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Violated;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import io.godwit.wire.h1.H1Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as a chunked body, held against {@link PlainChunks}: a body ends where the grammar says
 * and holds what it says, and what the grammar accepts is refused only for its size or for a field
 * that no trailer section may have. Options: whether limits are small, {@link Play.Ending}, then
 * the sizes of the {@link Pieces}.
 */
public final class ChunkedTarget {
  private static final byte[] HEAD =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  /** Reasons to refuse what is well formed. */
  private static final Set<H1Violation> BEYOND_GRAMMAR =
      EnumSet.of(
          H1Violation.CHUNK_LINE_TOO_LONG,
          H1Violation.CHUNK_OVERHEAD,
          H1Violation.TRAILER_SECTION_TOO_LARGE,
          H1Violation.TOO_MANY_FIELDS,
          H1Violation.FORBIDDEN_TRAILER);

  private ChunkedTarget() {}

  /** Fails if the body is read in another way. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    H1Settings settings = MachineSettings.of(input.option(2));
    Play.Ending ending = Play.Ending.of(input.option());
    Pieces pieces = Pieces.of(input);
    byte[] body = input.payload();
    compare(settings, body);
    Play.everyWay(() -> new Reader(settings), joined(body), pieces, ending);
  }

  private static void compare(H1Settings settings, byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    PlainChunks plain = PlainChunks.read(text);
    HttpMachine machine = H1Machine.server(settings);
    ByteBuffer all = ByteBuffer.wrap(joined(body));
    machine.receive(all);
    StringBuilder content = new StringBuilder();
    while (true) {
      switch (machine.poll()) {
        case HttpEvent.RequestHead _ -> {}
        case Data data -> content.append(StandardCharsets.ISO_8859_1.decode(data.bytes()));
        case End end -> {
          if (plain == null) {
            throw new AssertionError("a body that is none");
          }
          same(content.toString(), plain.content());
          same(encoded(end.trailers()), squeezed(plain.trailers()));
          require(all.position() == HEAD.length + plain.end(), "the body ends elsewhere");
          return;
        }
        case Violated(long _, H1Violation why, String detail) -> {
          boolean beyond = BEYOND_GRAMMAR.contains(why);
          require(plain == null || beyond, "refused: " + why + " " + detail);
          return;
        }
        case HttpEvent.NeedInput _ -> {
          require(plain == null, "more is wanted of what is whole");
          return;
        }
        case HttpEvent event -> throw new AssertionError(event);
      }
    }
  }

  private static void same(String read, String plain) {
    require(read.equals(plain), "read as " + read + " and not as " + plain);
  }

  private static String encoded(Headers trailers) {
    byte[] into = new byte[trailers.encodedSize()];
    int end = trailers.encode(into, 0);
    return new String(into, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** The section with the blanks around its values as the library writes them. */
  private static String squeezed(String section) {
    StringBuilder out = new StringBuilder();
    for (String line : section.split("\r\n", -1)) {
      if (!line.isEmpty()) {
        int colon = line.indexOf(':');
        out.append(line, 0, colon).append(": ");
        out.append(HeadRules.strip(line.substring(colon + 1))).append("\r\n");
      }
    }
    return out.toString();
  }

  private static byte[] joined(byte[] body) {
    return ByteBuffer.allocate(HEAD.length + body.length).put(HEAD).put(body).array();
  }

  private static final class Reader implements Play.Caller {
    private final H1Settings settings;
    private final HeadRules rules;
    private @Nullable HttpEvent last;

    Reader(H1Settings settings) {
      this.settings = settings;
      this.rules = new HeadRules(settings);
    }

    @Override
    public HttpMachine begin() {
      return H1Machine.server(settings);
    }

    @Override
    public int mostTaken() {
      int head = last == null ? HEAD.length : 0;
      return head + settings.limits().chunkLine() + settings.limits().trailerSection() + 4;
    }

    @Override
    public void on(HttpEvent event, HttpMachine machine) {
      last = event;
      if (event instanceof End end) {
        rules.trailers(end.trailers());
      }
    }

    @Override
    public boolean paused(HttpMachine machine) {
      return false;
    }
  }
}
