package io.godwit.server.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what names stand for, below one folder. Its own path is followed anew each time, so that it
 * may be a link that is moved from one release to the next.
 */
final class Folder {
  /** More than a person looks through; what is beyond is not listed. */
  private static final int MOST_LISTED = 10_000;

  private final FilesSettings settings;
  private final NameRules rules;

  Folder(FilesSettings settings) {
    this.settings = settings;
    this.rules = settings.names();
  }

  /**
   * The file or folder of these names, which are allowed; empty when there is none, or it must not
   * be shown.
   *
   * @throws AccessDeniedException when the system refuses it
   * @throws IOException when the disk cannot be read
   */
  Optional<StoredFile> find(List<String> names) throws IOException {
    try {
      Path root = settings.folder().toRealPath();
      Path asked = root;
      for (String name : names) {
        asked = asked.resolve(name);
      }
      return shown(root, asked);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | InvalidPathException e) {
      // missing, in a circle of links, below what is no folder, too long, or not to be written here
      return Optional.empty();
    }
  }

  private Optional<StoredFile> shown(Path root, Path asked) throws IOException {
    Path real = asked.toRealPath();
    if (!real.equals(asked) && !mayLeadTo(root, real)) {
      return Optional.empty();
    }
    StoredFile found = StoredFile.at(real);
    return found.isFolder() || found.isFile() ? Optional.of(found) : Optional.empty();
  }

  /** Where a link, or another spelling of a name, has led. */
  private boolean mayLeadTo(Path root, Path real) {
    if (!real.startsWith(root)) {
      return settings.linksOutside();
    }
    for (int i = root.getNameCount(); i < real.getNameCount(); i++) {
      if (!rules.allows(real.getName(i).toString(), i == root.getNameCount())) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is in a folder that was found and can be asked for, under the names it has there.
   *
   * @throws IOException when it cannot be read
   */
  Listing list(StoredFile folder) throws IOException {
    Path root = settings.folder().toRealPath();
    List<Listing.Entry> entries = new ArrayList<>();
    boolean top = folder.path().equals(root);
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder.path())) {
      for (Path path : inside) {
        if (entries.size() == MOST_LISTED) {
          return new Listing(entries, true);
        }
        entry(root, path, top).ifPresent(entries::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Listing(entries, false);
  }

  private Optional<Listing.Entry> entry(Path root, Path path, boolean top) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (!rules.allows(name, top)) {
      return Optional.empty();
    }
    try {
      return shown(root, path).map(found -> Listing.Entry.of(name, found));
    } catch (FileSystemException e) { // gone meanwhile, a link that leads nowhere, or not for us
      return Optional.empty();
    }
  }
}
