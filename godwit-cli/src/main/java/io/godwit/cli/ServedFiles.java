package io.godwit.cli;

import io.godwit.http.InvalidMessage;
import io.godwit.server.HttpServer;
import io.godwit.server.files.StaticFiles;
import io.godwit.server.filter.Compression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files {@code godwit serve} shows, and how. */
final class ServedFiles implements OptionGroup {
  private @Nullable Path folder;
  private boolean listing = true;
  private boolean compress = true;
  private boolean hidden;
  private boolean links;
  private @Nullable String index;
  private @Nullable String cacheControl;

  /** Takes the folder, of which there is one. */
  void folder(String text) throws CommandFailure {
    if (folder != null) {
      throw new CommandFailure(ExitCode.USAGE, "one folder is served, not also '" + text + "'");
    }
    folder = Option.path(text);
  }

  /** The folder, that in which the command runs unless another is named. */
  Path folder() {
    return (folder == null ? Path.of("") : folder).toAbsolutePath().normalize();
  }

  void addTo(HttpServer.Builder server) throws CommandFailure {
    server.handler(files());
    if (compress) {
      server.filter(Compression.gzip());
    }
  }

  private StaticFiles files() throws CommandFailure {
    requireFolder();
    try {
      StaticFiles files =
          StaticFiles.of(folder()).withListing(listing).withHidden(hidden).withLinksOutside(links);
      files = index == null ? files : files.withIndex(index);
      return cacheControl == null ? files : files.withCacheControl(cacheControl);
    } catch (InvalidMessage e) {
      throw Option.wrong("--cache-control: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Option.wrong("--index: " + e.getMessage());
    }
  }

  private void requireFolder() throws CommandFailure {
    if (!Files.exists(folder())) {
      throw new CommandFailure(ExitCode.READ, "there is no folder " + folder());
    }
    if (!Files.isDirectory(folder())) {
      throw new CommandFailure(ExitCode.READ, folder() + " is not a folder");
    }
    if (!Files.isReadable(folder()) || !Files.isExecutable(folder())) {
      throw new CommandFailure(ExitCode.READ, "cannot read " + folder() + ": permission denied");
    }
  }

  @Override
  public String heading() {
    return "What is served";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag("list a folder that has no index file; on", on -> listing = on, "--listing"),
        Option.value(
            "NAME", "the file that stands for its folder; index.html", n -> index = n, "--index"),
        Option.flag("gzip for what gains by it; on", on -> compress = on, "--compress"),
        Option.flag("names that begin with a dot, too", on -> hidden = on, "--hidden"),
        Option.flag("follow symbolic links out of the folder", on -> links = on, "--links"),
        Option.value(
            "VALUE",
            "Cache-Control of the files; no-cache, '' for none",
            value -> cacheControl = value,
            "--cache-control"));
  }
}
