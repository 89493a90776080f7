package io.godwit.server.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

  /** In bytes, of the file systems that are in use; the path with its folder. */
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_PATH = 4095;

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

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
      return found(root, asked);
    } catch (NoSuchFileException | InvalidPathException e) {
      return Optional.empty(); // missing, or not to be written here
    }
  }

  private Optional<StoredFile> found(Path root, Path asked) throws IOException {
    try {
      return shown(root, asked);
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (namesNothing(root, asked)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether there can be nothing of that path: too long, below what is no folder, or in a circle of
   * links. The JDK says that by the same exception as that a disk has failed, in words of the
   * system's language.
   */
  static boolean namesNothing(Path root, Path asked) {
    if (bytes(asked) > LONGEST_PATH) {
      return true;
    }
    Path at = root;
    for (Path name : root.relativize(asked)) {
      if (bytes(name) > LONGEST_NAME || !leadsOn(at)) {
        return true;
      }
      at = at.resolve(name);
    }
    return isCircle(at);
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether something may be below that; it may when nobody can tell. */
  private static boolean leadsOn(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (IOException e) {
      return !isCircle(path);
    }
  }

  private static boolean isCircle(Path path) {
    Path at = path;
    try {
      for (int hop = 0; hop < MOST_LINKS; hop++) {
        if (!Files.isSymbolicLink(at)) {
          return false;
        }
        at = at.resolveSibling(Files.readSymbolicLink(at));
      }
      return true;
    } catch (IOException e) {
      return false;
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
