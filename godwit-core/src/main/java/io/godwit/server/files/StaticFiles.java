package io.godwit.server.files;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.Handler;
import io.godwit.server.HttpProblem;
import io.godwit.server.ServerRequest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Answers GET and HEAD with the files of a folder. Immutable: each {@code with} makes a copy.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.start(8080, StaticFiles.of(Path.of("site")));
 * Router router = Router.builder()
 *     .mount("/films", StaticFiles.of(Path.of("films")).withListing(true))
 *     .build();
 * }</pre>
 *
 * <p><b>What is found.</b> Each segment of the path is decoded once and must be a plain name: dot
 * segments, slashes and backslashes that are encoded, control characters, on Windows also device
 * names, colons and what else is no name there, are not found (404), and neither are names that
 * begin with a dot ({@code /.well-known/} of RFC 8615 excepted). What a symbolic link leads to must
 * be in the folder, too. When the disk cannot be read that is an error of the server's (500), and
 * logged. Whoever may write into the folder while it is served is trusted not to exchange a file or
 * folder for a link in just that moment.
 *
 * <p><b>What is sent.</b> The type by the end of the name, text as UTF-8, with {@code nosniff};
 * {@code ETag} and {@code Last-Modified}; the preconditions of RFC 9110 section 13, ranges of
 * section 14, one or several. When {@code app.js.br}, {@code app.js.zst} or {@code app.js.gz} lies
 * beside {@code app.js}, is not older, and the client accepts the coding, it is sent in its place.
 * The folder's own page is {@code index.html}. {@code Cache-Control} is {@code no-cache}, with
 * which a cache asks each time whether the file is still the same, unless set otherwise.
 *
 * <p><b>What counts as the same file</b> is one of the same size and time of change. The tag is
 * strong once that time is two seconds ago, since within one tick of the clock a file may change
 * twice. A time in the first days of 1970 or 1980 is none: build tools write it to get the same
 * archive twice; such a file has neither tag nor date. A file of up to 64 KiB is read before the
 * response begins, again if it was changed meanwhile. When a larger one is changed or becomes
 * shorter while it is sent the connection is cut before the last piece, so that the client does not
 * take it for whole; only of one that had been changed right before, such as a log, just that part
 * is sent that was there.
 */
public final class StaticFiles implements Handler {
  /** A file that changes each time it is read: then there is no answer. */
  private static final int ATTEMPTS = 3;

  private final FilesSettings settings;
  private final Folder folder;

  private StaticFiles(FilesSettings settings) {
    this.settings = settings;
    this.folder = new Folder(settings);
  }

  /** The files of that folder, which need not exist yet. */
  public static StaticFiles of(Path folder) {
    return new StaticFiles(
        new FilesSettings(
            folder.toAbsolutePath(), "index.html", false, false, false, Optional.of("no-cache")));
  }

  /**
   * A copy that shows another file for a folder in place of {@code index.html}.
   *
   * @throws IllegalArgumentException when that is not the name of a file
   */
  public StaticFiles withIndex(String name) {
    if (!settings.names().allows(name, false)) {
      throw new IllegalArgumentException("not the name of a file: " + name);
    }
    return new StaticFiles(settings.withIndex(name));
  }

  /**
   * A copy that lists a folder that has no index file, or does not, which is the default. The list
   * is a page that can be sorted by name, size and date without script, or JSON for who prefers
   * that. It has what can be asked for, 10,000 entries at most.
   */
  public StaticFiles withListing(boolean on) {
    return new StaticFiles(settings.withListing(on));
  }

  /** A copy that shows names that begin with a dot, or does not, which is the default. */
  public StaticFiles withHidden(boolean on) {
    return new StaticFiles(settings.withHidden(on));
  }

  /** A copy that follows symbolic links out of the folder, or does not, which is the default. */
  public StaticFiles withLinksOutside(boolean on) {
    return new StaticFiles(settings.withLinksOutside(on));
  }

  /**
   * A copy with another Cache-Control, such as {@code public, max-age=31536000, immutable} for
   * files whose names change with their content; none at all when it is empty.
   *
   * @throws io.godwit.http.InvalidMessage when it is not allowed in a field
   */
  public StaticFiles withCacheControl(String value) {
    Headers _ = Headers.of("Cache-Control", value);
    return new StaticFiles(settings.withCacheControl(value));
  }

  @Override
  public Response handle(ServerRequest request) throws IOException {
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      throw HttpProblem.of(Status.METHOD_NOT_ALLOWED, "a file can be read and nothing else")
          .withHeader("Allow", "GET, HEAD");
    }
    RequestedPath path =
        RequestedPath.of(request.pathInMount(), settings.names()).orElseThrow(StaticFiles::missing);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return answer(request, path);
      } catch (FileChanged | NoSuchFileException e) {
        // then it is looked at anew
      } catch (AccessDeniedException e) {
        throw HttpProblem.of(Status.FORBIDDEN, "the server may not read this").withCause(e);
      }
    }
    throw HttpProblem.of(Status.SERVICE_UNAVAILABLE, "the file changes all the time")
        .withHeader("Retry-After", "1");
  }

  private Response answer(ServerRequest request, RequestedPath path) throws IOException {
    StoredFile found = folder.find(path.names()).orElseThrow(StaticFiles::missing);
    if (found.isFolder()) {
      return path.endsInSlash() ? ofFolder(request, path, found) : moved(request);
    }
    if (path.endsInSlash()) {
      throw missing();
    }
    return ofFile(request, found);
  }

  private Response ofFile(ServerRequest request, StoredFile found) throws IOException {
    found.path().getFileSystem().provider().checkAccess(found.path(), AccessMode.READ);
    return new FileAnswer(request, found, settings).response();
  }

  private Response ofFolder(ServerRequest request, RequestedPath path, StoredFile found)
      throws IOException {
    Optional<StoredFile> index = folder.find(path.with(settings.index()).names());
    if (index.isPresent() && !index.get().isFolder()) {
      return ofFile(request, index.get());
    }
    if (!settings.listing()) {
      throw missing();
    }
    return ListingAnswer.of(request, path, folder.list(found));
  }

  /**
   * The links of a page are relative to its folder, whose path has to end in a slash for that. The
   * Location begins with a dot: one that began with a slash could be that of another host.
   */
  private static Response moved(ServerRequest request) {
    String path = request.path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    String query = request.query().map(it -> "?" + it).orElse("");
    return Response.of(Status.MOVED_PERMANENTLY).withHeader("Location", "./" + last + "/" + query);
  }

  private static HttpProblem missing() {
    return HttpProblem.of(Status.NOT_FOUND, "there is no such file");
  }

  @Override
  public String toString() {
    return "files of " + settings.folder();
  }
}
