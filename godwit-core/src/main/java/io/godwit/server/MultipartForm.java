package io.godwit.server;

import io.godwit.wire.multipart.MultipartLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Multipart content that has arrived, such as a form with files (RFC 7578). Small parts are in
 * memory, others in files of their own in the system's folder for such, which only this user can
 * read; they are removed when the request was answered, whatever becomes of it.
 *
 * <pre>{@code
 * Handler upload = request -> {
 *   MultipartForm form = request.multipart();
 *   FormPart photo = form.first("photo").orElseThrow(
 *       () -> HttpProblem.of(Status.BAD_REQUEST, "the photo is missing"));
 *   photo.moveTo(Path.of("/srv/photos", photo.safeFilename().orElse("unnamed")));
 *   return Response.text("thank you for " + form.text("title").orElse("it"));
 * };
 * }</pre>
 *
 * <p>For the handler's thread, and whoever it hands the parts to until the response was sent.
 */
public final class MultipartForm {
  /** A part that is larger goes to a file, however little the others take. */
  private static final int LARGE = 64 * 1024;

  private static final System.Logger LOG = System.getLogger(MultipartForm.class.getName());

  private final List<FormPart> parts = new ArrayList<>();
  private final MultipartLimits limits;
  private final Path folder;
  private int inMemory;

  private MultipartForm(MultipartLimits limits, Path folder) {
    this.limits = limits;
    this.folder = folder;
  }

  /** Receives all parts; when one cannot be, the files of those before are removed. */
  static MultipartForm receive(IncomingParts incoming, MultipartLimits limits) throws IOException {
    return receive(incoming, limits, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  static MultipartForm receive(IncomingParts incoming, MultipartLimits limits, Path folder)
      throws IOException {
    MultipartForm form = new MultipartForm(limits, folder);
    boolean whole = false;
    try {
      Optional<IncomingPart> next = incoming.next();
      while (next.isPresent()) {
        form.parts.add(form.received(next.get()));
        next = incoming.next();
      }
      whole = true;
      return form;
    } finally {
      if (!whole) {
        form.discard();
      }
    }
  }

  private FormPart received(IncomingPart part) throws IOException {
    int room = Math.min(LARGE, limits.memory() - inMemory);
    InputStream content = part.content();
    byte[] first = content.readNBytes(room);
    int behind = content.read();
    if (behind >= 0) {
      return spooled(part, first, behind);
    }
    inMemory += first.length;
    return new FormPart(part.head(), first);
  }

  private FormPart spooled(IncomingPart part, byte[] first, int behind) throws IOException {
    Path file = Files.createTempFile(folder, "godwit-part-", ".tmp");
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      ByteArrayOutputStream begun = new ByteArrayOutputStream(first.length + 1);
      begun.writeBytes(first);
      begun.write(behind);
      begun.writeTo(out);
      long size = begun.size() + part.content().transferTo(out);
      whole = true;
      return new FormPart(part.head(), file, size);
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** All parts, in order. */
  public List<FormPart> parts() {
    return List.copyOf(parts);
  }

  /** The first part of that name. */
  public Optional<FormPart> first(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** All parts of that name, in order. */
  public List<FormPart> all(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).toList();
  }

  /**
   * The first part of that name as text.
   *
   * @throws HttpProblem with 413 when it is more than a part in memory can be
   * @throws IOException when it cannot be read
   */
  public Optional<String> text(String name) throws IOException {
    Optional<FormPart> part = first(name);
    return part.isEmpty() ? Optional.empty() : Optional.of(part.get().text(limits.memory()));
  }

  /** Removes the files that are still there. */
  void discard() {
    for (FormPart part : parts) {
      try {
        part.discard();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "the file of a part that was received stays", e);
      }
    }
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
