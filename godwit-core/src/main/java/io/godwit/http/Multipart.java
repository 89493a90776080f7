package io.godwit.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Content of several parts: {@code multipart/form-data} (RFC 7578), or another multipart type (RFC
 * 2046). Nothing is read before it is sent, and of a file or a stream no more than a piece is held
 * at a time; the length is known beforehand when all parts know theirs. Immutable.
 *
 * <pre>{@code
 * Multipart album = Multipart.create()
 *     .field("title", "Wading birds")
 *     .file("photo", Path.of("godwit.jpg"))
 *     .part(Part.of("notes", Body.text("seen at low tide")).withFilename("notes.txt"));
 * client.post(url).multipart(album).send();
 * }</pre>
 *
 * <p>The boundary is random unless one is set: who knows it beforehand and writes the content of
 * one part could end that part and begin others. A client chooses it when the content is given to a
 * call.
 */
public final class Multipart {
  /** The most characters of a boundary (RFC 2046 section 5.1.1). */
  private static final int LONGEST_BOUNDARY = 70;

  private final String subtype;
  private final List<Part> parts;
  private final Optional<String> boundary;

  private Multipart(String subtype, List<Part> parts, Optional<String> boundary) {
    this.subtype = subtype;
    this.parts = parts;
    this.boundary = boundary;
  }

  /** A form without parts, to be added to. */
  public static Multipart create() {
    return new Multipart("form-data", List.of(), Optional.empty());
  }

  /** A form of these parts. */
  public static Multipart of(Part... parts) {
    return new Multipart("form-data", List.of(parts), Optional.empty());
  }

  /** The pairs of a form as parts, in order. */
  public static Multipart of(Form form) {
    List<Part> parts =
        form.pairs().stream().map(pair -> Part.text(pair.name(), pair.value())).toList();
    return new Multipart("form-data", parts, Optional.empty());
  }

  /**
   * A copy of another multipart type, such as {@code mixed}; its parts need no names.
   *
   * @throws InvalidMessage when that is not a token
   */
  public Multipart as(String subtype) {
    return new Multipart(new MediaType("multipart", subtype, Map.of()).subtype(), parts, boundary);
  }

  /**
   * A copy with one part more.
   *
   * @throws InvalidMessage when a boundary was set before that occurs in it
   */
  public Multipart part(Part part) {
    boundary.ifPresent(set -> requireAbsent(set, part));
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new Multipart(subtype, List.copyOf(more), boundary);
  }

  /** A copy with one text more: a part without a type, as browsers send the fields of a form. */
  public Multipart field(String name, String value) {
    return part(Part.text(name, value));
  }

  /** A copy with one file more, under its own name and a type that is guessed from that. */
  public Multipart file(String name, Path path) {
    return part(Part.file(name, path));
  }

  /**
   * A copy with that boundary. That it does not occur in a part is checked where the part is in
   * memory; elsewhere it is the caller's to know.
   *
   * @throws InvalidMessage when it is none (RFC 2046 section 5.1.1)
   */
  public Multipart withBoundary(String boundary) {
    requireBoundary(boundary);
    parts.forEach(part -> requireAbsent(boundary, part));
    return new Multipart(subtype, parts, Optional.of(boundary));
  }

  /** A copy with a boundary of 128 random bits, unless there is one. */
  public Multipart withBoundary(Entropy entropy) {
    if (boundary.isPresent()) {
      return this;
    }
    byte[] random = new byte[16];
    entropy.fill(random);
    String made = "godwit-" + HexFormat.of().formatHex(random);
    return new Multipart(subtype, parts, Optional.of(made));
  }

  /** The parts, in order. */
  public List<Part> parts() {
    return parts;
  }

  /** The boundary, once there is one. */
  public Optional<String> boundary() {
    return boundary;
  }

  /**
   * The media type, with the boundary.
   *
   * @throws InvalidMessage when there is no boundary yet
   */
  public MediaType type() {
    return new MediaType("multipart", subtype, Map.of("boundary", delimiting()));
  }

  /** Whether all of it can be sent again. */
  boolean canReplay() {
    return parts.stream().allMatch(part -> part.body().canReplay());
  }

  /** In bytes; -1 when a part does not know its length. */
  long size() throws IOException {
    long size = end().length;
    for (Part part : parts) {
      long content = part.body().size();
      if (content < 0) {
        return -1;
      }
      size += head(part).length + content + 2; // and the line end behind it
    }
    return size;
  }

  /** Checks what only shows when it is complete. */
  void requireComplete() {
    delimiting();
    parts.forEach(this::head);
  }

  void writeTo(BodyWriter to) throws IOException {
    int begun = 0;
    try {
      for (Part part : parts) {
        to.write(head(part));
        begun++;
        BodyContentWriting.write(part.body(), to);
        to.write("\r\n");
      }
      to.write(end());
    } catch (IOException | RuntimeException | Error e) {
      discardFrom(begun, e);
      throw e;
    }
  }

  /** Lets go of all parts, whatever one of them does. */
  void discard() throws IOException {
    IOException failure = new IOException("content of parts cannot be discarded");
    discardFrom(0, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private void discardFrom(int first, Throwable failure) {
    for (Part part : parts.subList(first, parts.size())) {
      try {
        part.body().discard();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private byte[] head(Part part) {
    String head = "--" + delimiting() + "\r\n" + part.head(subtype) + "\r\n";
    return StrictText.encoded(head, StandardCharsets.UTF_8);
  }

  private byte[] end() {
    return ascii("--" + delimiting() + "--\r\n");
  }

  private String delimiting() {
    return boundary.orElseThrow(
        () ->
            new InvalidMessage("the multipart content has no boundary: set one, or a random one"));
  }

  private static void requireBoundary(String boundary) {
    boolean fits = !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY;
    if (!fits
        || boundary.endsWith(" ")
        || !boundary.chars().allMatch(c -> isLetterOrDigit(c) || "'()+_,-./:=? ".indexOf(c) >= 0)) {
      throw new InvalidMessage(Grammar.quoted(boundary) + " is no boundary");
    }
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static void requireAbsent(String boundary, Part part) {
    if (holds(part.body(), ascii("--" + boundary))) {
      throw new InvalidMessage("the boundary occurs in the content of " + part);
    }
  }

  /** As far as the content is in memory. */
  private static boolean holds(Body body, byte[] delimiter) {
    return switch (body) {
      case Body.Bytes bytes -> occurs(delimiter, bytes.content());
      case Body.Parts nested ->
          occurs(delimiter, nested.content().end())
              || nested.content().parts.stream().anyMatch(part -> holds(part.body(), delimiter));
      case Body.File _, Body.Stream _, Body.Produced _ -> false;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean occurs(byte[] wanted, byte[] content) {
    for (int at = 0; at + wanted.length <= content.length; at++) {
      int same = 0;
      while (same < wanted.length && content[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  /** The parts, without their content. */
  @Override
  public String toString() {
    return "multipart/" + subtype + " " + parts;
  }
}
