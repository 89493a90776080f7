package io.godwit.cli;

import io.godwit.http.Uri;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which files are written. */
final class Outputs implements OptionGroup {
  boolean headerName;
  boolean createFolders;
  boolean remoteTime;

  /** Where the heads of responses go. */
  @Nullable Output heads;

  /** Where to resume: an offset, or {@code -} for the size of the file. */
  @Nullable String resume;

  /** The n-th is for the n-th URL; those beyond go to standard output. */
  private final List<Output> wanted = new ArrayList<>();

  private boolean allRemote;
  private @Nullable Path folder;

  /** Where the content of the n-th URL goes, from 0. */
  Output output(int url) {
    if (url < wanted.size()) {
      return wanted.get(url);
    }
    return allRemote ? new Output.Remote() : new Output.Standard();
  }

  /**
   * The file for that output; none for standard output.
   *
   * @param suggested the name that the server suggests, if there is one and it is taken
   * @throws CommandFailure when the URL has no name for a file
   */
  Optional<Path> path(Output output, Uri uri, Optional<String> suggested) throws CommandFailure {
    return switch (output) {
      case Output.Standard _ -> Optional.empty();
      case Output.Named named -> Optional.of(inFolder(named.path()));
      case Output.Remote _ -> Optional.of(inFolder(Path.of(suggested.orElse(lastSegment(uri)))));
    };
  }

  private Path inFolder(Path path) {
    return folder == null ? path : folder.resolve(path);
  }

  /** The last segment of the path; it cannot lead to another folder, since it has no slash. */
  private static String lastSegment(Uri uri) throws CommandFailure {
    String path = uri.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new CommandFailure(ExitCode.WRITE, "-O finds no name for a file in " + uri);
    }
    return name;
  }

  @Override
  public String heading() {
    return "Where it is kept";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "FILE",
            "write the content into a file; the n-th for the n-th URL",
            text -> wanted.add(named(text)),
            "-o",
            "--output"),
        Option.flag(
            "write it into a file that is called as the URL ends",
            on -> wanted.add(on ? new Output.Remote() : new Output.Standard()),
            "-O",
            "--remote-name"),
        Option.flag("-O for every URL that has no -o", on -> allRemote = on, "--remote-name-all"),
        Option.flag(
            "with -O, the name that the server suggests; never in place of a file that is there",
            on -> headerName = on,
            "-J",
            "--remote-header-name"),
        Option.value(
            "FOLDER", "where -o and -O begin", text -> folder = Option.path(text), "--output-dir"),
        Option.flag(
            "make the folders that a file needs", on -> createFolders = on, "--create-dirs"),
        Option.flag(
            "give the file the date that the server says it has",
            on -> remoteTime = on,
            "-R",
            "--remote-time"),
        Option.value(
            "OFFSET",
            "go on with a file from there; '-' is where it ends",
            text -> resume = offset(text),
            "-C",
            "--continue-at"),
        Option.value(
            "FILE",
            "write the heads of all responses into a file, '-' to standard output",
            text -> heads = named(text),
            "-D",
            "--dump-header"));
  }

  private static Output named(String text) throws CommandFailure {
    return text.equals("-") ? new Output.Standard() : new Output.Named(Option.path(text));
  }

  private static String offset(String text) throws CommandFailure {
    if (!text.equals("-") && (text.length() > 18 || !text.chars().allMatch(Outputs::digit))) {
      throw Option.wrong("-C is a number of bytes or '-', not '" + text + "'");
    }
    return text;
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
