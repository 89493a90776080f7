package io.godwit.server.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@link StaticFiles} was told.
 *
 * @param folder absolute
 * @param index the name of the file that stands for its folder
 * @param listing whether folders without it are listed
 * @param hidden whether names that begin with a dot are shown
 * @param linksOutside whether symbolic links may leave the folder
 */
record FilesSettings(
    Path folder,
    String index,
    boolean listing,
    boolean hidden,
    boolean linksOutside,
    Optional<String> cacheControl) {
  FilesSettings withIndex(String name) {
    return new FilesSettings(folder, name, listing, hidden, linksOutside, cacheControl);
  }

  FilesSettings withListing(boolean on) {
    return new FilesSettings(folder, index, on, hidden, linksOutside, cacheControl);
  }

  FilesSettings withHidden(boolean on) {
    return new FilesSettings(folder, index, listing, on, linksOutside, cacheControl);
  }

  FilesSettings withLinksOutside(boolean on) {
    return new FilesSettings(folder, index, listing, hidden, on, cacheControl);
  }

  FilesSettings withCacheControl(String value) {
    Optional<String> set = value.isEmpty() ? Optional.empty() : Optional.of(value);
    return new FilesSettings(folder, index, listing, hidden, linksOutside, set);
  }

  NameRules names() {
    return new NameRules(folder.getFileSystem().getSeparator().equals("\\"), hidden);
  }
}
