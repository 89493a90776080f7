package io.godwit.wire.multipart;

import io.godwit.http.Grammar;
import io.godwit.http.HttpFailure.LimitExceeded;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Sent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes multipart content apart as it arrives (RFC 2046 section 5.1.1). However the bytes are cut
 * into pieces, the same parts come out; no more than a piece of 16 KiB, or the head of a part, is
 * held.
 *
 * <pre>{@code
 * MultipartParser parser = MultipartParser.of(
 *     MediaType.of("multipart/form-data; boundary=edge"), MultipartLimits.defaults());
 * parser.receive(input);
 * switch (parser.poll()) {
 *   case MultipartEvent.Part part -> show(part.head().name());
 *   case MultipartEvent.Data data -> use(data.bytes());
 *   case MultipartEvent.PartEnd _ -> show("the end of it");
 *   case MultipartEvent.End _ -> show("the end of all");
 *   case MultipartEvent.NeedInput _ -> show("receive more, or receiveEnd");
 * }
 * }</pre>
 *
 * <p>Strict, because what is read in two ways is how filters are bypassed: lines end in CR LF, a
 * boundary has a line of its own, fields are not folded, and the content does not end before its
 * last boundary. What stands before the first boundary and behind the last is ignored. For one
 * thread at a time.
 */
public final class MultipartParser {
  private static final int PIECE = 16 * 1024;

  /** The most characters of a boundary (RFC 2046 section 5.1.1). */
  private static final int LONGEST_BOUNDARY = 70;

  private enum State {
    PREAMBLE,
    /** Behind a boundary. */
    DELIMITED,
    HEAD,
    CONTENT,
    EPILOGUE
  }

  /** CR LF, two hyphens, and the boundary. */
  private final byte[] delimiter;

  /** How far a search may go on when the last octet it looks at is this one (Horspool). */
  private final int[] shifts = new int[256];

  private final MultipartLimits limits;
  private final PartHeadReader heads;

  /** Before the first line there is a line break that is not in the content. */
  private final byte[] buffer;

  private int from;
  private int to;

  private State state = State.PREAMBLE;

  /** How many octets of the state were left behind, or looked at in vain. */
  private long passed;

  /** Octets at the start of a part's content that end its head and may begin its delimiter. */
  private int lead;

  private int parts;
  private long received;
  private boolean ended;

  private MultipartParser(String boundary, boolean form, MultipartLimits limits) {
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.limits = limits;
    this.heads = new PartHeadReader(form, limits);
    this.buffer = new byte[Math.max(PIECE, limits.head() + 1024)];
    buffer[0] = '\r';
    buffer[1] = '\n';
    to = 2;
    Arrays.fill(shifts, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shifts[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
    }
  }

  /**
   * A parser for content of that type.
   *
   * @throws InvalidMessage when the type is not multipart, or has no boundary that can be one
   */
  public static MultipartParser of(MediaType type, MultipartLimits limits) {
    if (!type.type().equals("multipart")) {
      throw new InvalidMessage("content of type " + type.type() + " is not multipart");
    }
    String boundary = type.parameter("boundary").orElse("");
    boolean fits =
        !boundary.isEmpty()
            && boundary.length() <= LONGEST_BOUNDARY
            && !boundary.endsWith(" ")
            && boundary.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    if (!fits) {
      throw new InvalidMessage("multipart content without a boundary, or with one that is none");
    }
    return new MultipartParser(boundary, type.subtype().equals("form-data"), limits);
  }

  /** Takes as much of the input as there is room for; all of it once {@link #poll} needs input. */
  public void receive(ByteBuffer input) {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    int count = Math.min(input.remaining(), buffer.length - to);
    input.get(buffer, to, count);
    to += count;
    received += count;
  }

  /** Says that nothing follows. */
  public void receiveEnd() {
    ended = true;
  }

  /**
   * What comes next.
   *
   * @throws BrokenMultipart when the content breaks the rules
   * @throws LimitExceeded when it costs too much
   */
  public MultipartEvent poll() throws BrokenMultipart, LimitExceeded {
    if (received > limits.total()) {
      throw new LimitExceeded("multipart content", limits.total(), Sent.YES);
    }
    MultipartEvent event = MultipartEvent.NEED_INPUT;
    boolean more = true;
    while (more && event == MultipartEvent.NEED_INPUT) {
      State before = state;
      event =
          switch (state) {
            case PREAMBLE -> preamble();
            case DELIMITED -> delimited();
            case HEAD -> head();
            case CONTENT -> content();
            case EPILOGUE -> epilogue();
          };
      more = state != before;
    }
    if (event == MultipartEvent.NEED_INPUT && ended) {
      throw new BrokenMultipart(
          state == State.PREAMBLE
              ? "the content does not have its boundary"
              : "the content ends before its last boundary");
    }
    return event;
  }

  private MultipartEvent preamble() throws BrokenMultipart {
    int found = find();
    int end = found < 0 ? maybe() : found;
    passed += end - from;
    from = end;
    if (passed > limits.head()) {
      throw new BrokenMultipart("too much stands before the first boundary");
    }
    if (found >= 0) {
      leaveAt(found);
    }
    return MultipartEvent.NEED_INPUT;
  }

  private void leaveAt(int at) {
    from = at + delimiter.length;
    passed = 0;
    state = State.DELIMITED;
  }

  /**
   * Two hyphens say that it was the last one. Otherwise white space may follow (RFC 2046: transport
   * padding), and then the line ends.
   */
  private MultipartEvent delimited() throws BrokenMultipart {
    boolean last = passed == 0 && startsWith('-', '-');
    while (!last && from < to && Grammar.isBlank(buffer[from])) {
      from++;
      passed++;
    }
    if (!last && !startsWith('\r', '\n')) {
      throw new BrokenMultipart("something follows a boundary on its line");
    }
    if (to - from >= 2) {
      passed = 0;
      state = last ? State.EPILOGUE : State.HEAD;
    }
    return MultipartEvent.NEED_INPUT;
  }

  /** Whether what is there begins with these, as far as it is there. */
  private boolean startsWith(char one, char other) {
    return (from == to || buffer[from] == one) && (to - from < 2 || buffer[from + 1] == other);
  }

  /** The head begins behind the line break that is there, and ends with an empty line. */
  private MultipartEvent head() throws BrokenMultipart, LimitExceeded {
    int end = from + (int) passed;
    while (end + 4 <= to && !isEmptyLine(end)) {
      end++;
    }
    boolean whole = end + 4 <= to;
    if (end - from > limits.head()) {
      throw new LimitExceeded("the head of a part", limits.head(), Sent.YES);
    }
    passed = (long) end - from;
    if (!whole) {
      return MultipartEvent.NEED_INPUT;
    }
    if (++parts > limits.parts()) {
      throw new LimitExceeded("the number of parts", limits.parts(), Sent.YES);
    }
    PartHead head = heads.read(buffer, from + 2, end + 2);
    from = end + 2;
    lead = 2;
    passed = 0;
    state = State.CONTENT;
    return new MultipartEvent.Part(head);
  }

  private boolean isEmptyLine(int at) {
    return buffer[at] == '\r'
        && buffer[at + 1] == '\n'
        && buffer[at + 2] == '\r'
        && buffer[at + 3] == '\n';
  }

  private MultipartEvent content() throws LimitExceeded {
    int found = find();
    int end = found < 0 ? maybe() : found;
    int start = from + lead;
    if (start < end) {
      passed += end - start;
      if (passed > limits.part()) {
        throw new LimitExceeded("the content of a part", limits.part(), Sent.YES);
      }
      from = end;
      lead = 0;
      return new MultipartEvent.Data(
          ByteBuffer.wrap(buffer, start, end - start).slice().asReadOnlyBuffer());
    }
    if (found < 0) {
      return MultipartEvent.NEED_INPUT;
    }
    leaveAt(found);
    return MultipartEvent.PART_END;
  }

  private MultipartEvent epilogue() {
    from = to;
    return ended ? MultipartEvent.END : MultipartEvent.NEED_INPUT;
  }

  /** Where the next delimiter is; -1 when it is not all there. */
  private int find() {
    int last = delimiter.length - 1;
    for (int at = from; at + last < to; at += shifts[buffer[at + last] & 0xFF]) {
      if (matches(at, delimiter.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Where something begins that may become a delimiter; the end when there is nothing. */
  private int maybe() {
    for (int at = Math.max(from, to - delimiter.length + 1); at < to; at++) {
      if (matches(at, to - at)) {
        return at;
      }
    }
    return to;
  }

  private boolean matches(int at, int count) {
    return Arrays.equals(buffer, at, at + count, delimiter, 0, count);
  }
}
