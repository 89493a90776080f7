package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program wants to send behind a start line, not checked yet.
 *
 * @param fields lines of {@code name: value}
 * @param pieces of content, each with the chunk extension in front of it, if any
 * @param trailerFields lines of {@code name: value}
 */
record Message(List<String> fields, List<Piece> pieces, List<String> trailerFields) {
  static final Message EMPTY = new Message(List.of(), List.of(), List.of());

  /** A piece of content. */
  record Piece(String extension, String content) {}

  static Message read(FuzzInput input) {
    List<String> fields = lines(input);
    List<Piece> pieces = new ArrayList<>();
    for (String piece : input.line().split("\\|", -1)) {
      int end = piece.startsWith(";") ? piece.indexOf('<') : -1;
      pieces.add(
          end < 0
              ? new Piece("", piece)
              : new Piece(piece.substring(0, end), piece.substring(end + 1)));
    }
    return new Message(fields, pieces, lines(input));
  }

  private static List<String> lines(FuzzInput input) {
    List<String> lines = new ArrayList<>();
    for (String line = input.line(); !line.isEmpty(); line = input.line()) {
      lines.add(line);
    }
    return lines;
  }

  /** What is said of the length: mostly what it is, or that it is not known. */
  long length(int option) {
    long length = 0;
    for (Piece piece : pieces) {
      length += piece.content().length();
    }
    return switch (option % 8) {
      case 1, 2, 3 -> HttpEvent.UNKNOWN_LENGTH;
      case 4 -> length + option / 8;
      default -> length;
    };
  }

  Headers headers() {
    return headers(fields);
  }

  Headers trailers() {
    return headers(trailerFields);
  }

  /** The content as events; empty pieces are among them. */
  List<HttpEvent> content(long stream) {
    List<HttpEvent> events = new ArrayList<>();
    for (Piece piece : pieces) {
      byte[] bytes = piece.content().getBytes(StandardCharsets.ISO_8859_1);
      events.add(new Data(stream, ByteBuffer.wrap(bytes), piece.extension()));
    }
    return events;
  }

  /** Fails unless these are the fields, with those of the machine itself among them. */
  void requireSameFields(Headers read) {
    Headers sent = headers();
    int at = 0;
    for (Headers.Field field : read) {
      boolean same =
          at < sent.size()
              && field.name().equals(sent.name(at))
              && field.value().equals(sent.value(at));
      boolean own =
          List.of("Host", "Content-Length", "Transfer-Encoding", "Connection")
              .contains(field.name());
      require(same || own, "a field that nobody set: " + field);
      at += same ? 1 : 0;
    }
    require(at == sent.size(), "a field is lost");
  }

  /** Fails unless the machine now reads this content, with its extensions and trailers. */
  void requireSameContent(HttpMachine machine, long stream) {
    StringBuilder read = new StringBuilder();
    while (true) {
      switch (machine.poll()) {
        case Data data when data.stream() == stream -> {
          read.append(data.extension().isEmpty() ? "" : data.extension() + "<");
          read.append(StandardCharsets.ISO_8859_1.decode(data.bytes()));
        }
        case End end when end.stream() == stream -> {
          StringBuilder sent = new StringBuilder();
          for (Piece piece : pieces) {
            if (!piece.content().isEmpty()) { // an empty chunk would be the last
              sent.append(piece.extension().isEmpty() ? "" : piece.extension() + "<");
              sent.append(piece.content());
            }
          }
          require(read.toString().equals(sent.toString()), read + " and not " + sent);
          require(end.trailers().equals(trailers()), "other trailers");
          return;
        }
        case HttpEvent event -> throw new AssertionError("no content but " + event);
      }
    }
  }

  /** The fields of the lines; a line without a colon is refused, as an odd name is. */
  private static Headers headers(List<String> lines) {
    Headers.Builder headers = Headers.builder().latin1();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new InvalidMessage("no colon");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1));
    }
    return headers.build();
  }
}
