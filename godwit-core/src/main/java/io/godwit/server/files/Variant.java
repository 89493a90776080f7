package io.godwit.server.files;

import io.godwit.http.Headers;
import io.godwit.http.Preferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The form in which a file is sent: as it is, or as a file beside it has it compressed.
 *
 * @param file what is sent
 * @param coding its content coding; empty when it is the file itself
 * @param varies whether another client could have got another one
 */
record Variant(StoredFile file, Optional<Coding> coding, boolean varies) {
  /** The codings, in the order in which they are preferred where the client does not care. */
  enum Coding {
    BR("br", ".br"),
    ZSTD("zstd", ".zst"),
    GZIP("gzip", ".gz");

    private final String word;
    private final String end;

    Coding(String word, String end) {
      this.word = word;
      this.end = end;
    }

    /** As it stands in Content-Encoding. */
    String word() {
      return word;
    }
  }

  /** The one that the client likes best (RFC 9110 section 12.5.3). */
  static Variant of(StoredFile original, Headers request) throws IOException {
    Preferences accepted = Preferences.of(request, "Accept-Encoding");
    Variant best = new Variant(original, Optional.empty(), false);
    int bestWeight = accepted.weight("identity").orElse(0);
    boolean varies = false;
    for (Coding coding : Coding.values()) {
      Optional<StoredFile> compressed = beside(original, coding);
      if (compressed.isPresent()) {
        varies = true;
        int weight = accepted.weight(coding.word()).orElse(0);
        if (weight > 0 && (best.coding.isEmpty() ? weight >= bestWeight : weight > bestWeight)) {
          best = new Variant(compressed.get(), Optional.of(coding), true);
          bestWeight = weight;
        }
      }
    }
    return new Variant(best.file, best.coding, varies);
  }

  /** An older one has been forgotten there when the file was changed. */
  private static Optional<StoredFile> beside(StoredFile original, Coding coding)
      throws IOException {
    Path path = original.path().resolveSibling(original.name() + coding.end);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    StoredFile found = StoredFile.at(path);
    boolean current =
        found.isFile()
            && Files.isReadable(path)
            && found
                    .attributes()
                    .lastModifiedTime()
                    .compareTo(original.attributes().lastModifiedTime())
                >= 0;
    return current ? Optional.of(found) : Optional.empty();
  }
}
