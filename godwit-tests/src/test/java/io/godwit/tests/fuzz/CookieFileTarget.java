package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.policy.cookie.CookieFile;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.StoredCookie;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Any text as a cookie file. The first option says how its characters are written. */
public final class CookieFileTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");

  private CookieFileTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    boolean latin1 = input.option(2) == 0;
    String text =
        new String(input.payload(), latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    CookieFile.Contents contents = CookieFile.parse(text);
    long lines = text.lines().count();
    require(contents.cookies().size() + contents.ignored().size() <= lines, "more than lines");
    int before = 0;
    for (int line : contents.ignored()) {
      require(line > before && line <= lines, "line " + line + " of " + lines);
      before = line;
    }
    require(CookieFile.parse(text + "\n# more\n").equals(contents), "changed by a comment");
    checkRoundTrip(contents.cookies());
    List<StoredCookie> kept = CookieJar.empty().with(contents.cookies(), NOW).jar().cookies(NOW);
    require(kept.size() <= contents.cookies().size(), "cookies from nowhere");
    checkRoundTrip(kept);
  }

  /** What is written is read again, to the second; tabs are no part of what a jar keeps. */
  static void checkRoundTrip(List<StoredCookie> cookies) {
    List<StoredCookie> expected = new ArrayList<>();
    for (StoredCookie cookie : cookies) {
      if ((cookie.name() + cookie.path()).indexOf('\t') < 0) {
        expected.add(cookie);
      }
    }
    CookieFile.Contents again = CookieFile.parse(CookieFile.text(expected));
    require(again.ignored().isEmpty(), "lines that are not read");
    require(again.cookies().size() == expected.size(), "not all of them");
    for (int i = 0; i < expected.size(); i++) {
      StoredCookie one = expected.get(i);
      StoredCookie other = again.cookies().get(i);
      require(one.sameAs(other) && one.value().equals(other.value()), "another cookie: " + other);
      require(one.toString().equals(other.toString()), one + " became " + other);
    }
  }
}
