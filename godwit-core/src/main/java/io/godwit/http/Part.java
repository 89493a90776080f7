package io.godwit.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A part of {@link Multipart} content: a name, perhaps a file name, fields of its own, and any kind
 * of body, another multipart included. Immutable.
 *
 * <pre>{@code
 * Part.text("title", "Wading birds");
 * Part.file("photo", Path.of("godwit.jpg"));
 * Part.of("log", Body.stream(in)).withFilename("today.log").withType(MediaType.OCTET_STREAM);
 * }</pre>
 *
 * <p>Names and file names may be in any script: they go out in UTF-8, as browsers send them, with
 * {@code "}, CR and LF percent-encoded (the {@code multipart/form-data} encoding of the WHATWG HTML
 * standard, which RFC 7578 section 5.1 allows). Nothing in them can end the field or begin another.
 *
 * @param name of the field; empty for none, which only other types than {@code form-data} allow
 * @param filename what the receiver may call the content
 * @param headers further fields of the part; what describes the content stands in the body's type
 * @param body its content, with its type
 */
public record Part(String name, Optional<String> filename, Headers headers, Body body) {
  /**
   * Checks the names and fields.
   *
   * @throws InvalidMessage when a name has a control character other than CR and LF, or half a
   *     surrogate pair, or the fields name or describe the part a second time
   */
  public Part {
    requireName("name", name);
    filename.ifPresent(file -> requireName("file name", file));
    for (String own : new String[] {"Content-Disposition", "Content-Type", "Content-Length"}) {
      if (headers.has(own)) {
        throw new InvalidMessage("field " + own + " of a part follows from its names and its body");
      }
    }
  }

  /** A part of that content, under the type that the body has. */
  public static Part of(String name, Body body) {
    return new Part(name, Optional.empty(), Headers.empty(), body);
  }

  /**
   * A text in UTF-8, without a type, as browsers send the fields of a form.
   *
   * @throws InvalidMessage when the text has half a surrogate pair
   */
  public static Part text(String name, String text) {
    return of(name, Body.bytes(StrictText.encoded(text, StandardCharsets.UTF_8)));
  }

  /** A file under its own name, with the type that its name stands for. */
  public static Part file(String name, Path path) {
    Path last = path.getFileName();
    String filename = last == null ? name : last.toString();
    MediaType type = MediaType.ofFilename(filename).orElse(MediaType.OCTET_STREAM);
    return of(name, Body.file(path).withType(type)).withFilename(filename);
  }

  /** A copy with that file name. */
  public Part withFilename(String filename) {
    return new Part(name, Optional.of(filename), headers, body);
  }

  /** A copy whose content has that type. */
  public Part withType(MediaType type) {
    return new Part(name, filename, headers, body.withType(type));
  }

  /**
   * A copy with one more field, such as {@code Content-Language}.
   *
   * @throws InvalidMessage when the field is not allowed
   */
  public Part withHeader(String field, String value) {
    return new Part(name, filename, headers.with(field, value), body);
  }

  /** The lines before the content, without the empty one. */
  String head(String subtype) {
    StringBuilder head = new StringBuilder();
    if (subtype.equals("form-data")) {
      if (name.isEmpty()) {
        throw new InvalidMessage("a part of multipart/form-data has no name");
      }
      head.append("Content-Disposition: form-data; name=\"").append(escaped(name)).append('"');
    } else if (!name.isEmpty() || filename.isPresent()) {
      head.append("Content-Disposition: attachment");
      head.append(name.isEmpty() ? "" : "; name=\"" + escaped(name) + '"');
    }
    filename.ifPresent(file -> head.append("; filename=\"").append(escaped(file)).append('"'));
    head.append(head.isEmpty() ? "" : "\r\n");
    body.type().ifPresent(type -> head.append("Content-Type: ").append(type).append("\r\n"));
    headers.forEach(
        field -> head.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    return head.toString();
  }

  private static String escaped(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static void requireName(String what, String name) {
    StrictText.encoded(name, StandardCharsets.UTF_8);
    boolean clean =
        name.chars().allMatch(c -> !Character.isISOControl(c) || c == '\r' || c == '\n');
    if (!clean) {
      throw new InvalidMessage("the " + what + " of a part has a control character");
    }
  }

  /** The names, without the content. */
  @Override
  public String toString() {
    return "part "
        + Grammar.quoted(name)
        + filename.map(file -> " of " + Grammar.quoted(file)).orElse("");
  }
}
