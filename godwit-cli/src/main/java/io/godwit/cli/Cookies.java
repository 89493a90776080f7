package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.CookieStore;
import io.godwit.http.Cookie;
import io.godwit.http.InvalidMessage;
import io.godwit.policy.cookie.CookieFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cookies that options give, and where cookies are kept: {@code -b}, {@code -c}. */
final class Cookies {
  private final List<String> given = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private @Nullable String jar;
  private boolean withoutSessions;

  /** What {@code -b} means: cookies, or without an equals sign a file of them. */
  void give(String text) {
    (text.indexOf('=') >= 0 ? given : files).add(text);
  }

  void keepIn(String file) {
    jar = file;
  }

  void forgetSessions(boolean yes) {
    withoutSessions = yes;
  }

  /**
   * Where cookies are kept; none when nobody wants them.
   *
   * @throws CommandFailure when a file of cookies is there and cannot be read
   */
  Optional<CookieStore> store(Manner manner) throws CommandFailure {
    if (files.isEmpty() && jar == null && manner == Manner.CURL) {
      return Optional.empty();
    }
    CookieStore store = CookieStore.create();
    for (String file : files) {
      load(store, file);
    }
    if (withoutSessions) {
      store.remove(cookie -> cookie.expires().isEmpty());
    }
    return Optional.of(store);
  }

  /** A file that is not there is as good as an empty one, as curl has it. */
  private static void load(CookieStore store, String file) throws CommandFailure {
    try {
      if (!file.isEmpty() && Files.exists(Path.of(file))) {
        store.load(Path.of(file));
      }
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read " + file + ": " + Reasons.of(e), e);
    }
  }

  /** Sends those that were given; what is no list of cookies is sent as it is. */
  void addTo(CallBuilder call) {
    if (given.isEmpty()) {
      return;
    }
    List<Cookie> cookies = new ArrayList<>();
    try {
      for (String text : given) {
        for (String pair : text.split(";", -1)) {
          int equals = pair.indexOf('=');
          if (equals >= 0) {
            cookies.add(
                Cookie.of(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip()));
          } else if (!pair.isBlank()) {
            throw new InvalidMessage("not a cookie");
          }
        }
      }
    } catch (InvalidMessage e) {
      call.header("Cookie", String.join("; ", given));
      return;
    }
    cookies.forEach(cookie -> call.cookie(cookie.name(), cookie.value()));
  }

  /**
   * Writes them into the file of {@code -c}.
   *
   * @throws CommandFailure when it cannot be written
   */
  void save(Optional<CookieStore> store, OutputStream out) throws CommandFailure {
    if (jar == null || store.isEmpty()) {
      return;
    }
    if (jar.equals("-")) {
      byte[] text = CookieFile.text(store.get().list()).getBytes(StandardCharsets.ISO_8859_1);
      Sink.to(out).write(text, text.length);
      return;
    }
    try {
      store.get().save(Path.of(jar));
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(ExitCode.WRITE, "cannot write " + jar + ": " + Reasons.of(e), e);
    }
  }
}
